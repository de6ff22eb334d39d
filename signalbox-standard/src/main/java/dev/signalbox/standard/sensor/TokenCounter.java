package dev.signalbox.standard.sensor;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.signalbox.chat.TokenTally;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Counts the tokens of texts as `o200k_base` does, the encoding of OpenAI's current models. Other vendors' counts
/// differ by some ten percent.
///
/// The library does the counting. It looks every piece of a text up in a table of 200,000 entries, which is far too
/// big for a processor's cache, so the counts of short pieces are remembered in a small table of our own. That is
/// exact: the encoding splits a text into pieces before it counts them, and a space followed by a word of plain
/// letters is a piece wherever it stands, unless a letter, a mark or an apostrophe follows. So a text may be cut
/// before and after it.
///
/// Thread-safe without locks: an entry of the table is immutable, two threads that write one slot at once write equally
/// good entries, and a reader compares the text before it believes the count.
public final class TokenCounter {
    /// Of real prompts, four times fewer slots took twice the time. Full, they hold 2 MB.
    private static final int SLOTS = 1 << 15;
    private static final int PIECE_CHARS_MAX = 20;
    private static final int SLICES = 16;
    private static final int SLICE_CHARS = 250;

    private final @Nullable Piece[] pieces = new Piece[SLOTS];

    private record Piece(String text, int tokens) {}

    /// The encoding's table takes a second and 30 MB, so it is loaded when the first text is counted.
    private static final class Loaded {
        static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    /// The exact number. The time grows with the text: a tenth of a microsecond a token where most words are common.
    public int count(String text) {
        int tokens = 0;
        int counted = 0;
        int at = 0;
        while (at < text.length()) {
            int end = text.charAt(at) == ' ' ? endOfWord(text, at + 1) : -1;
            if (end < 0) {
                at++;
                continue;
            }
            tokens += tokens(text, counted, at) + tokens(text, at, end);
            at = end;
            if (stop(text, at)) {
                tokens++;
                at++;
            }
            counted = at;
        }
        return tokens + tokens(text, counted, at);
    }

    /// About the number of tokens in the texts together, counted in evenly spread slices: the time does not grow with
    /// them.
    double estimate(List<String> texts, long chars) {
        if (chars == 0) return 0;
        var sum = new long[2];
        slices(texts, chars, slice -> {
            sum[0] += count(slice);
            sum[1] += slice.length();
        });
        return (double) sum[0] * chars / sum[1];
    }

    /// As [#estimate], by the script alone.
    ///
    /// @param tally takes the slices, too
    static double tally(List<String> texts, long chars, TokenTally tally) {
        if (chars == 0) return 0;
        double before = tally.tokens();
        var seen = new long[1];
        slices(texts, chars, slice -> {
            tally.add(slice);
            seen[0] += slice.length();
        });
        double sliced = tally.tokens() - before;
        return sliced * chars / seen[0] - sliced;
    }

    private static void slices(List<String> texts, long chars, Consumer<String> each) {
        long step = Math.max(1, chars / SLICES);
        long next = 0;
        for (var text : texts) {
            for (; next < text.length(); next += step) {
                int from = (int) next;
                int to = (int) Math.min(text.length(), next + Math.min(step, SLICE_CHARS));
                each.accept(text.substring(from, to));
            }
            next -= text.length();
        }
    }

    /// Where the word ends that begins here, or -1 where there is none that is a piece of its own.
    private static int endOfWord(String text, int from) {
        int at = from;
        if (at < text.length() && text.charAt(at) >= 'A' && text.charAt(at) <= 'Z') at++;
        int small = at;
        while (at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z') at++;
        if (at == small || at - from >= PIECE_CHARS_MAX) return -1;
        if (at == text.length()) return at;
        char after = text.charAt(at);
        boolean goesOn = after >= 128 || after == '\'' || (after >= 'A' && after <= 'Z');
        return goesOn ? -1 : at;
    }

    /// A single mark between a word and a space is one token.
    private static boolean stop(String text, int at) {
        if (at >= text.length() || ",.;:?!)".indexOf(text.charAt(at)) < 0) return false;
        return at + 1 == text.length() || text.charAt(at + 1) == ' ';
    }

    /// The tokens of what lies between two places where a piece ends for certain.
    private int tokens(String text, int from, int to) {
        if (from == to) return 0;
        if (to - from == 1 && text.charAt(from) < 128) return 1;
        if (to - from > PIECE_CHARS_MAX) return Loaded.ENCODING.countTokensOrdinary(text.substring(from, to));
        int hash = 0;
        for (int i = from; i < to; i++) hash = hash * 31 + text.charAt(i);
        int slot = (hash ^ (hash >>> 13)) & (SLOTS - 1);
        var known = pieces[slot];
        if (known != null && known.text.length() == to - from && text.startsWith(known.text, from)) return known.tokens;
        var piece = text.substring(from, to);
        int tokens = Loaded.ENCODING.countTokensOrdinary(piece);
        pieces[slot] = new Piece(piece, tokens);
        return tokens;
    }
}
