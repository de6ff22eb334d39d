package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.monitor.TokenCycle.Kind;
import org.jspecify.annotations.Nullable;

/// Whether an answer goes round in circles. Three kinds of loop are told from what merely repeats itself, such as
/// tables, code, verses and lists:
///
/// 1. The same again and again: four times and more, or three times where it is a sentence, or twice where it is a
///    paragraph ([TokenCycle]).
/// 2. The same with numbers that count up or down, more often than the request wants ([RequestedRepetition]).
/// 3. A phrase that comes back with a few other words between ([WordMonotony]).
///
/// In code and formulas, and where no word is in what is repeated, a loop must be longer: a board of zeros, a sum of
/// equal terms and a ruler are none.
/// docs/strategies.md says what was measured.
public final class RepetitionMonitor implements Monitor {
    public static final String NAME = "repetition";

    private static final int TOKENS_MIN = 40;
    private static final int CHARS_MIN = 100;
    private static final int SENTENCE_TOKENS = 20;
    private static final int PARAGRAPH_TOKENS = 60;

    private static final int COUNTED_CHARS_MIN = 300;
    private static final int COUNTED_TIMES_MIN = 8;
    /// Of longer texts fewer are enough.
    private static final int LONG_COUNTED_CHARS_MIN = 650;
    private static final int LONG_COUNTED_TIMES_MIN = 5;
    private static final int COUNTED_TIMES_MIN_IN_CODE = 12;

    private static final int WORDLESS_CHARS_MIN = 300;
    private static final int CODE_CHARS_MIN = 400;
    private static final int WORDLESS_CODE_CHARS_MIN = 600;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        return new Rounds(request);
    }

    private static final class Rounds implements Watch {
        /// Letters, digits, marks and blanks in a row are one token, up to so many.
        private static final int PIECE_CHARS = 8;

        private static final int BLANK = 0x626c616e;

        private final Request request;
        private @Nullable TokenCycle same;
        private @Nullable TokenCycle counted;
        private @Nullable WordMonotony rut;
        private @Nullable RequestedRepetition wanted;

        private int position;
        private int hash;
        private int length;
        private int start;
        private int word;
        private int number;
        private char last;
        private char beforeToken;
        /// Whether what is being said is code or a formula.
        private boolean code;

        private final Prose prose = new Prose();

        Rounds(Request request) {
            this.request = request;
        }

        @Override
        public @Nullable Finding heard(Delta delta) {
            var text = delta.text();
            @Nullable Finding finding = null;
            for (int i = 0; i < text.length(); i++) {
                boolean ended = read(text.charAt(i));
                position++;
                if (ended && finding == null) finding = finding();
            }
            return finding;
        }

        /// True when a token has ended.
        private boolean read(char c) {
            boolean ended = false;
            if (length > 0 && !joins(c)) {
                end();
                ended = true;
            }
            boolean digit = isDigit(c);
            boolean letter = Character.isLetter(c);
            boolean inProse = prose.reads(c);
            if (digit || letter) code = !inProse;
            if (length == 0) {
                start = position;
                beforeToken = last;
            }
            if (digit) number = 10 * (length == 0 ? 0 : number) + c - '0';
            hash = 31 * hash + (Character.isWhitespace(c) ? ' ' : c);
            length++;
            last = c;
            if (letter || digit) word = 31 * word + Character.toLowerCase(c);
            if (Character.isIdeographic(c)) {
                end();
                return true;
            }
            return ended;
        }

        /// Whether the character belongs to the token before it.
        private boolean joins(char c) {
            if (length == PIECE_CHARS) return false;
            if (isDigit(c)) return isDigit(last);
            if (Character.isLetter(c)) return Character.isLetter(last);
            if (Character.isWhitespace(c)) return Character.isWhitespace(last);
            return c == last;
        }

        private void end() {
            boolean blank = Character.isWhitespace(last);
            // Blanks between words say nothing; endless ones do.
            if (!blank || length == PIECE_CHARS) {
                if (same == null || counted == null) {
                    same = new TokenCycle(false);
                    counted = new TokenCycle(true);
                }
                var kind = isDigit(last) ? Kind.NUMBER : Character.isLetter(last) ? Kind.WORD : Kind.MARK;
                int token = blank ? BLANK : hash;
                same.add(token, kind, number, start);
                counted.add(token, kind, number, start);
                if (kind != Kind.MARK) {
                    if (rut == null) rut = new WordMonotony();
                    // The names of LaTeX's commands are no words.
                    rut.add(word, kind == Kind.WORD && length > 1 && !code && beforeToken != '\\');
                }
            }
            hash = 0;
            word = 0;
            length = 0;
            number = 0;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private @Nullable Finding finding() {
            if (same != null && isLoop(same)) return found("the same %d times".formatted(same.times()), same.start());
            if (counted != null && isCount(counted)) {
                return found("the same but for numbers %d times".formatted(counted.times()), counted.start());
            }
            if (rut != null && !code && rut.isDeep() && !wanted().repetition()) {
                return found("the same few words again and again", -1);
            }
            return null;
        }

        private boolean isLoop(TokenCycle cycle) {
            int period = cycle.period();
            int run = cycle.run();
            if (period == 0 || run < period) return false;
            boolean often = run >= 3 * period && run + period >= TOKENS_MIN
                    || period >= SENTENCE_TOKENS && run >= 2 * period
                    || period >= PARAGRAPH_TOKENS;
            if (!often || position - cycle.start() < charsMin(cycle)) return false;
            return !wanted().repetition() || cycle.times() > wanted().count();
        }

        private boolean isCount(TokenCycle cycle) {
            if (cycle.period() == 0 || cycle.run() < (LONG_COUNTED_TIMES_MIN - 1) * cycle.period()) return false;
            int chars = position - cycle.start();
            if (chars < Math.max(COUNTED_CHARS_MIN, charsMin(cycle))) return false;
            int timesMin = code
                    ? COUNTED_TIMES_MIN_IN_CODE
                    : chars >= LONG_COUNTED_CHARS_MIN ? LONG_COUNTED_TIMES_MIN : COUNTED_TIMES_MIN;
            return cycle.run() >= (timesMin - 1) * cycle.period() && cycle.times() > wanted().count();
        }

        private int charsMin(TokenCycle cycle) {
            if (code) return cycle.hasLetters() ? CODE_CHARS_MIN : WORDLESS_CODE_CHARS_MIN;
            return cycle.hasLetters() ? CHARS_MIN : WORDLESS_CHARS_MIN;
        }

        private RequestedRepetition wanted() {
            if (wanted == null) wanted = RequestedRepetition.of(request);
            return wanted;
        }

        private Finding found(String what, int from) {
            var since = from < 0 ? "" : " since character " + (from + 1);
            return Finding.fail(NAME, Reason.REPETITION, what + since + ", at character " + position);
        }
    }
}
