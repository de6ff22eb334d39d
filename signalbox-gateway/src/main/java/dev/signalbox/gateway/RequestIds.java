package dev.signalbox.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Ids that sort by time: `req_` and 26 letters, of which the first ten are the millisecond and the others chance
/// (Crockford's base 32, as in ULID). Thread-safe where `random` is.
///
/// @param random any 64 bits, each time others
public record RequestIds(InstantSource clock, LongSupplier random) implements Supplier<String> {
    private static final byte[] PREFIX = {'r', 'e', 'q', '_'};
    private static final byte[] LETTERS = "0123456789abcdefghjkmnpqrstvwxyz".getBytes(US_ASCII);
    private static final int TIME_LETTERS = 10;
    private static final int CHANCE_LETTERS = 8;

    @Override
    public String get() {
        var letters = new byte[PREFIX.length + TIME_LETTERS + 2 * CHANCE_LETTERS];
        System.arraycopy(PREFIX, 0, letters, 0, PREFIX.length);
        write(clock.millis(), letters, PREFIX.length, TIME_LETTERS);
        write(random.getAsLong(), letters, PREFIX.length + TIME_LETTERS, CHANCE_LETTERS);
        write(random.getAsLong(), letters, PREFIX.length + TIME_LETTERS + CHANCE_LETTERS, CHANCE_LETTERS);
        return new String(letters, US_ASCII);
    }

    /// The lowest bits, five to a letter.
    private static void write(long bits, byte[] letters, int from, int count) {
        for (int i = from + count - 1; i >= from; i--) {
            letters[i] = LETTERS[(int) (bits & 31)];
            bits >>>= 5;
        }
    }
}
