package dev.signalbox.model;

/// What a model can take or give beyond plain text.
public enum Capability {
    /// Call the tools it is offered.
    TOOLS,
    /// Look at images.
    VISION,
    /// Listen to sound.
    AUDIO,
    /// Read attached files.
    FILES,
    /// Answer in JSON when asked.
    JSON,
    /// Answer in JSON that follows a given schema.
    JSON_SCHEMA,
    /// Go on with an answer that another began, given as the last message.
    PREFILL,
    /// Perhaps more: what it can do is not known. It is asked, and what it refuses is learnt.
    UNKNOWN
}
