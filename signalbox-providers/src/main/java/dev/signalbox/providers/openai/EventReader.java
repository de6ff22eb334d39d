package dev.signalbox.providers.openai;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.JsonMould;
import dev.signalbox.providers.openai.AnswerReader.Said;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the events of one stream. Most differ from the last in their text alone, and of those nothing else is read
/// again. Confined to one call.
final class EventReader {
    private @Nullable JsonMould mould;
    private int choice;

    /// As [AnswerReader#read].
    Optional<Said> read(Json event) {
        var text = mould == null ? null : mould.fill(event);
        if (text != null) return Optional.of(Said.text(choice, text));
        var said = AnswerReader.read(event);
        mould = said.filter(Said::textAlone)
                .flatMap(read -> learnt(event, read))
                .orElse(mould);
        return said;
    }

    /// Nothing where the mould would not read this very event as it was read: its text came from elsewhere, too.
    private Optional<JsonMould> learnt(Json event, Said said) {
        var delta = said.deltas().getFirst();
        var found = JsonMould.of(event, said.contentAt())
                .filter(fresh -> delta.text().equals(fresh.fill(event)));
        if (found.isPresent()) choice = delta.choice();
        return found;
    }
}
