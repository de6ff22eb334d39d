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

/// Whether an answer that must be JSON can still become it, and is it in the end. A code fence around it is said in the
/// end, so that it is mended. Where the client's own token limit ends it, that is no fault.
public final class JsonValidMonitor implements Monitor {
    public static final String NAME = "json_valid";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        return request.options().format() == Format.TEXT ? Watch.NOTHING : new Growing(request);
    }

    private static final class Growing implements Watch {
        private final boolean limited;
        private final JsonAutomaton json = new JsonAutomaton();
        private final JsonFrame frame = new JsonFrame();
        private int position;
        private boolean tools;
        private Finish finish = Finish.DONE;
        private @Nullable Finding finding;

        Growing(Request request) {
            this.limited = request.options().outputTokensMax().isPresent();
        }

        @Override
        public @Nullable Finding heard(Delta delta) {
            if (!delta.toolCalls().isEmpty()) tools = true;
            if (delta.finish().isPresent()) finish = delta.finish().get();
            var text = delta.text();
            for (int i = 0; i < text.length() && finding == null; i++) {
                position++;
                if (!frame.reads(text.charAt(i), json.isComplete())) continue;
                if (frame.isBroken() || json.step(text.charAt(i)) == JsonAutomaton.Step.DEAD) {
                    var evidence = "what stands at character %d cannot stand there".formatted(position);
                    finding = Finding.fail(NAME, Reason.JSON_PARSE, evidence);
                }
            }
            return finding;
        }

        @Override
        public @Nullable Finding ended() {
            // Who calls a tool need not say anything.
            if (finding != null || tools && position == 0) return finding;
            if (json.isComplete()) {
                return frame.isThere()
                        ? Finding.fail(
                                NAME, Reason.JSON_PARSE, "it stands in a code fence, or behind a byte order mark")
                        : null;
            }
            if (finish == Finish.LENGTH && limited) return null;
            if (finish == Finish.LENGTH) return Finding.fail(NAME, Reason.TRUNCATED, "a limit of tokens ended it");
            // To close what is open would hide that something is missing.
            var reason = position == 0 ? Reason.JSON_PARSE : Reason.TRUNCATED;
            return Finding.fail(NAME, reason, "it ends after %d characters".formatted(position));
        }
    }
}
