-- What happened to one request, as far as it met in one batch. Ids grow with time, request ids too.
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    events TEXT NOT NULL
);

CREATE INDEX entry_request ON entry (request_id);

-- What a model's id meant: one row each time a model is seen in a new form.
CREATE TABLE model (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    details TEXT NOT NULL,
    UNIQUE (id, version)
);

-- "SgBx": this file is a journal of Signalbox, and in this form.
PRAGMA application_id = 1399276152;
PRAGMA user_version = 1;
