package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Joins what a second model says to what the client has heard of the first. A model that goes on may first say again
/// the end of what is there: that is left out. One that begins anew can't be joined.
///
/// Its chunks are made anew: the provider's would speak of another completion, and of the second model's tokens only.
/// Confined to the call's thread.
final class ContinuationSink implements Sink {
    private static final int OVERLAP_CHARS_MAX = 200;
    /// A shorter one is an accident.
    private static final int OVERLAP_CHARS_MIN = 8;
    private static final int SAME_CHARS = 40;
    private static final List<String> OPENINGS =
            List.of("sure", "certainly", "of course", "absolutely", "i apologize", "i'm sorry", "i am sorry");

    private final Sink client;
    private final String told;
    private final Usage before;
    private final StringBuilder begun = new StringBuilder();
    private final StringBuilder joined = new StringBuilder();
    private boolean joining = true;
    private boolean restarted;

    /// @param told what the client has heard
    /// @param before the tokens that saying it took
    ContinuationSink(Sink client, String told, Usage before) {
        this.client = client;
        this.told = told;
        this.before = before;
    }

    /// The client knows already who began.
    @Override
    public void opening(String route, String model) {}

    @Override
    public boolean isClosed() {
        return client.isClosed();
    }

    @Override
    public void accept(Chunk chunk) throws InterruptedException {
        var deltas = new ArrayList<Delta>(chunk.deltas().size());
        for (var delta : chunk.deltas()) {
            var text = next(delta.text(), delta.finish().isPresent());
            if (!text.isEmpty() || delta.finish().isPresent()) {
                joined.append(text);
                deltas.add(new Delta(0, text, List.of(), delta.finish()));
            }
        }
        var usage = chunk.usage().map(before::plus);
        if (!deltas.isEmpty() || usage.isPresent()) client.accept(new Chunk(deltas, usage, Optional.empty()));
    }

    /// What of this text shall be said now.
    private String next(String text, boolean last) throws InterruptedException {
        if (restarted) throw new AbandonedException();
        if (!joining) return text;
        begun.append(text);
        if (begun.length() < OVERLAP_CHARS_MAX && !last) return "";
        joining = false;
        int overlap = overlap();
        restarted = overlap == 0 && isRestart();
        if (restarted) throw new AbandonedException();
        return begun.substring(overlap);
    }

    private boolean isRestart() {
        var beginning = begun.toString().strip();
        var small =
                beginning.substring(0, Math.min(SAME_CHARS, beginning.length())).toLowerCase(Locale.ROOT);
        if (OPENINGS.stream().anyMatch(small::startsWith)) return true;
        var first = told.strip();
        int same = Math.min(SAME_CHARS, first.length());
        return same >= OVERLAP_CHARS_MIN && beginning.startsWith(first.substring(0, same));
    }

    /// How much of the beginning was there already.
    private int overlap() {
        var beginning = begun.toString();
        int most = Math.min(OVERLAP_CHARS_MAX, Math.min(told.length(), begun.length()));
        for (int length = most; length >= OVERLAP_CHARS_MIN; length--) {
            if (told.regionMatches(told.length() - length, beginning, 0, length)) return length;
        }
        int blanks = 0;
        boolean ended = !told.isEmpty() && Character.isWhitespace(told.charAt(told.length() - 1));
        while (ended && blanks < begun.length() && Character.isWhitespace(begun.charAt(blanks))) blanks++;
        return blanks;
    }

    /// The whole answer, of which the second model said the end.
    ///
    /// @param finish why the second model ended
    Answer whole(Usage usage, Finish finish) {
        var choice = new Answer.Choice(0, told + joined, List.of(), finish);
        return new Answer(List.of(choice), before.plus(usage), Optional.empty());
    }
}
