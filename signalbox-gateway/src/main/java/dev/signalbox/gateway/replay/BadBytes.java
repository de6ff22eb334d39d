package dev.signalbox.gateway.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// Bytes that no UTF-8 decoder takes: a beginning without its end, and a byte that never occurs.
final class BadBytes {
    private static final String SPOILT = "caf\u00C3 \u00FF";

    private BadBytes() {}

    /// @param ascii in which `%s` is where they go
    static byte[] in(String ascii) {
        return ascii.formatted(SPOILT).getBytes(ISO_8859_1);
    }
}
