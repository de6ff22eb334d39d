package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import org.jspecify.annotations.Nullable;

/// Whether an answer that must be JSON can still become it, and is it in the end.
public final class JsonValid implements Monitor {
    public static final String NAME = "json_valid";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        return request.options().format() == Format.TEXT ? Watch.NOTHING : new Growing();
    }

    private static final class Growing implements Watch {
        private final JsonAutomaton json = new JsonAutomaton();
        private int position;
        private boolean tools;
        private Finish finish = Finish.DONE;
        private @Nullable Finding finding;

        @Override
        public @Nullable Finding heard(Delta delta) {
            if (!delta.toolCalls().isEmpty()) tools = true;
            if (delta.finish().isPresent()) finish = delta.finish().get();
            var text = delta.text();
            for (int i = 0; i < text.length() && finding == null; i++) {
                position++;
                if (json.step(text.charAt(i)) == JsonAutomaton.Step.DEAD) {
                    var evidence = "`%c` cannot stand at character %d".formatted(text.charAt(i), position);
                    finding = Finding.fail(NAME, Reason.JSON_PARSE, evidence);
                }
            }
            return finding;
        }

        @Override
        public @Nullable Finding ended() {
            // Who calls a tool need not say anything.
            if (finding != null || json.isComplete() || tools && position == 0) return finding;
            if (finish == Finish.LENGTH) return Finding.fail(NAME, Reason.TRUNCATED, "a limit of tokens ended it");
            return Finding.fail(NAME, Reason.JSON_PARSE, "it ends after %d characters".formatted(position));
        }
    }
}
