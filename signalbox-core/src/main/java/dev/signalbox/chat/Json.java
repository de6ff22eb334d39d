package dev.signalbox.chat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A piece of JSON kept as it came: a slice of the bytes that a client or an upstream sent, not read and not changed.
/// It is how a field that Signalbox does not know gets through it unharmed.
///
/// Immutable by agreement: whoever makes one hands the bytes over. Equal when the bytes are equal.
public final class Json {
    private final byte[] bytes;
    private final int offset;
    private final int length;

    private Json(byte[] bytes, int offset, int length) {
        if (offset < 0 || length < 0 || offset + length > bytes.length) {
            throw new IndexOutOfBoundsException("slice [%d, +%d) of %d bytes".formatted(offset, length, bytes.length));
        }
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    public static Json of(byte[] bytes) {
        return new Json(bytes, 0, bytes.length);
    }

    public static Json of(String json) {
        return of(json.getBytes(StandardCharsets.UTF_8));
    }

    /// The bytes from `offset` on, shared with whoever holds the array.
    public static Json slice(byte[] bytes, int offset, int length) {
        return new Json(bytes, offset, length);
    }

    /// The array that this is a slice of. Do not write to it.
    public byte[] array() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Json that
                && Arrays.equals(bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) hash = 31 * hash + bytes[i];
        return hash;
    }

    /// The JSON text.
    @Override
    public String toString() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
