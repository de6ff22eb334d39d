package dev.signalbox.gateway;

/// One request that was let in, on its own thread.
///
/// @param tenant for whom the client asks
record Call(String id, String tenant, byte[] body, Handover client) {}
