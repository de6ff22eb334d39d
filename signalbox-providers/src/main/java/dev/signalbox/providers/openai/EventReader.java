package dev.signalbox.providers.openai;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.JsonMould;
import dev.signalbox.chat.TextEnd;
import dev.signalbox.providers.openai.AnswerReader.ReadAnswer;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the events of one stream. Most differ from the last in their text alone, and of those nothing else is read
/// again. Confined to one call.
final class EventReader {
    /// Pieces much longer than this could not be let go of in pieces.
    private static final int JOINED_BYTES = 256;

    private @Nullable JsonMould mould;
    private int choice;

    /// The next event; or one in the place of several where they differ in their text alone. Such a one ends where a
    /// sentence or a line does, so that who holds the text back can let go of it there.
    ///
    /// @param events at least one; those that are in it are taken away
    Json joined(Deque<Json> events) {
        var first = events.remove();
        if (mould == null || events.isEmpty()) return first;
        var insides = new ArrayList<Json>();
        int bytes = 0;
        for (var inside = mould.inside(first); inside != null; inside = mould.inside(events.peek())) {
            if (!insides.isEmpty()) events.remove();
            insides.add(inside);
            bytes += inside.length();
            if (events.isEmpty() || bytes >= JOINED_BYTES || isEnd(inside.toString())) break;
        }
        return insides.size() < 2 ? first : mould.joined(insides);
    }

    /// Whether a sentence or a line may end with this piece of a JSON string.
    private static boolean isEnd(String piece) {
        var text = piece.stripTrailing();
        return !text.isEmpty() && TextEnd.isStop(text.charAt(text.length() - 1)) || piece.endsWith("\\n");
    }

    /// As [AnswerReader#read].
    Optional<ReadAnswer> read(Json event) {
        var text = mould == null ? null : mould.fill(event);
        if (text != null) return Optional.of(ReadAnswer.text(choice, text));
        var said = AnswerReader.read(event);
        mould = said.filter(ReadAnswer::textAlone)
                .flatMap(read -> learnt(event, read))
                .orElse(mould);
        return said;
    }

    /// Nothing where the mould would not read this very event as it was read: its text came from elsewhere, too.
    private Optional<JsonMould> learnt(Json event, ReadAnswer readAnswer) {
        var delta = readAnswer.deltas().getFirst();
        var found = JsonMould.of(event, readAnswer.contentAt())
                .filter(fresh -> delta.text().equals(fresh.fill(event)));
        if (found.isPresent()) choice = delta.choice();
        return found;
    }
}
