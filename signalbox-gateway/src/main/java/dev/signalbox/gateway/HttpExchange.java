package dev.signalbox.gateway;

/// One request that was let in, on its own thread.
///
/// @param tenant for whom the client asks
record HttpExchange(String id, String tenant, byte[] body, ResponseBridge client) {}
