package dev.signalbox.gateway.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Refuses what is not UTF-8. The JSON parser alone is no guard: it detects other encodings by itself, and it lets
/// overlong forms and surrogates through that the next parser down the line may read otherwise.
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int CHARS = 4096;

    private Utf8() {}

    static void check(byte[] bytes) {
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0) throw invalid("The body must be JSON in UTF-8; it begins with a zero byte.");
        }
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            throw invalid("The body begins with a byte order mark. Send UTF-8 without it.");
        }
        if (!isAscii(bytes)) decode(bytes);
    }

    private static boolean isAscii(byte[] bytes) {
        int i = 0;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            if (((long) LONGS.get(bytes, i) & HIGH_BITS) != 0) return false;
        }
        for (; i < bytes.length; i++) {
            if (bytes[i] < 0) return false;
        }
        return true;
    }

    private static void decode(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(CHARS);
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        while (true) {
            var result = decoder.decode(in, out, true);
            if (result.isError()) {
                throw invalid("The body is not valid UTF-8: byte %,d fits no character.".formatted(in.position()));
            }
            if (result.isUnderflow()) return;
            out.clear();
        }
    }

    private static RuntimeException invalid(String message) {
        return JsonCursor.malformed("invalid_json", message, null);
    }
}
