package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import java.util.Optional;

/// An answer follows the JSON Schema that the request carries in `response_format.json_schema.schema`.
final class SchemaCheck implements Check {
    private final Schemas schemas;

    SchemaCheck(Schemas schemas) {
        this.schemas = schemas;
    }

    @Override
    public String name() {
        return "schema";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        var schema = schema(request);
        if (schema.isEmpty()) return unknown("the request carries no schema");
        if (answer.text().isBlank()) return unknown("there is no text");
        if (Cuts.byClient(request, answer)) return unknown("the client's own token limit ended it");
        return switch (JsonText.read(answer.text())) {
            case JsonText.Read.InvalidJson wrong -> failed("the answer is no JSON: " + wrong);
            case JsonText.Read.Value(var value) ->
                switch (schemas.check(schema.get(), value)) {
                    case Schemas.Outcome.Follows() -> Finding.pass(name(), Reason.SCHEMA);
                    case Schemas.Outcome.Departs(var violations) -> failed(violations);
                    case Schemas.Outcome.UnclearSchema(var why) ->
                        unknown("the request's schema cannot be used: " + why);
                };
        };
    }

    /// The schema as the client wrote it.
    private static Optional<Json> schema(Request request) {
        var format = request.fields().get("response_format");
        if (format == null || !(JsonText.read(format.toString()) instanceof JsonText.Read.Value(var node))) {
            return Optional.empty();
        }
        var schema = node.path("json_schema").path("schema");
        return schema.isObject() || schema.isBoolean() ? Optional.of(Json.of(schema.toString())) : Optional.empty();
    }

    private Finding failed(String evidence) {
        return Finding.fail(name(), Reason.SCHEMA, evidence);
    }

    private Finding unknown(String why) {
        return Finding.unknown(name(), Reason.SCHEMA, why);
    }
}
