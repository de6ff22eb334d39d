package dev.signalbox.chat;

/// A model's wish to have a tool called. `arguments` is the text the model wrote: usually JSON, never promised to be.
public record ToolCall(String id, String name, String arguments) {}
