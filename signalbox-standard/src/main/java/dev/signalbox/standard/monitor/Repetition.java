package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import org.jspecify.annotations.Nullable;

/// Whether an answer goes round in circles: of the last so many tokens, what share of the runs of four are different.
/// Tokens here are words and marks, long ones in pieces; tables and code repeat themselves, too, but seldom so much.
public final class Repetition implements Monitor {
    public static final String NAME = "repetition";

    private static final int RUN = 4;
    private static final int PIECE_CHARS = 8;

    private final Options options;

    /// @param tokens how far back to look, at most 255
    /// @param distinctMin the least share of different runs, 0..1
    public record Options(int tokens, double distinctMin) {
        public static final Options DEFAULT = new Options(200, 0.3);

        public Options {
            if (tokens < RUN || tokens > 255 || !(distinctMin >= 0 && distinctMin <= 1)) {
                throw new IllegalArgumentException("`tokens` must be from 4 to 255, `distinctMin` from 0 to 1");
            }
        }
    }

    public Repetition(Options options) {
        this.options = options;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        return new Rounds(options);
    }

    private static final class Rounds implements Watch {
        private final Options options;
        private final int mask;
        /// The runs in view, oldest first from `at` on, and how often each is there (by its hash's last bits: two that
        /// share them count as one, which changes the share by little).
        private int[] runs = {};

        private byte[] counts = {};
        private int at;
        private int size;
        private int distinct;

        private int word;
        private int letters;
        private char mark;
        private int marks;
        private int before1;
        private int before2;
        private int before3;
        private long tokens;

        Rounds(Options options) {
            this.options = options;
            this.mask = Integer.highestOneBit(options.tokens() * 16) - 1;
        }

        @Override
        public @Nullable Finding heard(Delta delta) {
            var text = delta.text();
            @Nullable Finding finding = null;
            for (int i = 0; i < text.length(); i++) {
                if (!read(text.charAt(i)) || finding != null || size < options.tokens()) continue;
                double share = (double) distinct / size;
                if (share < options.distinctMin()) finding = goesRound(share);
            }
            return finding;
        }

        private Finding goesRound(double share) {
            return Finding.fail(
                    NAME,
                    Reason.REPETITION,
                    "of the %d runs before word %d, %.0f %% are different"
                            .formatted(options.tokens(), tokens, 100 * share));
        }

        /// True when a token has ended.
        private boolean read(char c) {
            if (Character.isLetterOrDigit(c)) {
                boolean ended = endMarks();
                word = 31 * word + c;
                letters++;
                boolean whole = letters == PIECE_CHARS || Character.isIdeographic(c);
                return whole ? endWord() : ended;
            }
            boolean ended = endWord();
            if (Character.isWhitespace(c)) return endMarks() || ended;
            if (c != mark || marks == PIECE_CHARS) ended |= endMarks();
            mark = c;
            marks++;
            return ended;
        }

        private boolean endWord() {
            if (letters == 0) return false;
            add(word);
            word = 0;
            letters = 0;
            return true;
        }

        /// A row of the same mark is one token.
        private boolean endMarks() {
            if (marks == 0) return false;
            add(mark);
            marks = 0;
            return true;
        }

        private void add(int token) {
            tokens++;
            int run = ((before3 * 31 + before2) * 31 + before1) * 31 + token;
            run ^= run >>> 15;
            run *= 0x2c1b3c6d;
            run ^= run >>> 12;
            before3 = before2;
            before2 = before1;
            before1 = token;
            if (tokens < RUN) return;
            if (runs.length == 0) {
                runs = new int[options.tokens()];
                counts = new byte[mask + 1];
            }
            if (size == runs.length) {
                if (--counts[runs[at]] == 0) distinct--;
            } else size++;
            runs[at] = run & mask;
            if (counts[runs[at]]++ == 0) distinct++;
            at = at + 1 == runs.length ? 0 : at + 1;
        }
    }
}
