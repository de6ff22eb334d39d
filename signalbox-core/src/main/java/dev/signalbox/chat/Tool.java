package dev.signalbox.chat;

/// A tool that the client offers to the model. `definition` is the whole offer as the client wrote it.
public record Tool(String name, Json definition) {}
