package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import org.jspecify.annotations.Nullable;

/// Whether an answer that must be JSON begins like it: with a brace, or a bracket where a schema may want a list. A
/// friendly word before it is the most common fault, and its first token tells. A code fence is waited for: it is
/// said in the end, so that it is mended.
public final class JsonOpeningMonitor implements Monitor {
    public static final String NAME = "json_opening";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        var format = request.options().format();
        return format == Format.TEXT ? Watch.NOTHING : new Opening(format == Format.JSON_SCHEMA);
    }

    private static final class Opening implements Watch {
        private final boolean listAllowed;
        private final JsonFrame frame = new JsonFrame();
        private boolean begun;
        private @Nullable Finding finding;

        Opening(boolean listAllowed) {
            this.listAllowed = listAllowed;
        }

        @Override
        public @Nullable Finding heard(Delta delta) {
            var text = delta.text();
            for (int i = 0; i < text.length() && !begun; i++) {
                char c = text.charAt(i);
                if (!frame.reads(c, false) || Character.isWhitespace(c)) continue;
                begun = true;
                if (frame.isBroken() || c != '{' && !(listAllowed && c == '[')) {
                    finding = Finding.fail(NAME, Reason.JSON_PARSE, "it begins with `%c`".formatted(c));
                }
            }
            return finding;
        }

        @Override
        public @Nullable Finding ended() {
            return finding == null && frame.isThere()
                    ? Finding.fail(NAME, Reason.JSON_PARSE, "it stands in a code fence, or behind a byte order mark")
                    : finding;
        }
    }
}
