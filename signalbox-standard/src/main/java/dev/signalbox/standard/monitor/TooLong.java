package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import org.jspecify.annotations.Nullable;

/// Whether an answer grows beyond all bounds: a model that does not find its end is paid for by the token.
public final class TooLong implements Monitor {
    public static final String NAME = "too_long";

    private final Options options;

    /// @param charsMax the longest answer, in characters; of four models' recorded answers to 732 questions 99.5 % have
    ///     at most 15,455, and the longest has 111,462
    public record Options(int charsMax) {
        public static final Options DEFAULT = new Options(50_000);

        public Options {
            if (charsMax < 1) throw new IllegalArgumentException("`charsMax` must be at least 1");
        }
    }

    public TooLong(Options options) {
        this.options = options;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        return new Watch() {
            private long chars;
            private @Nullable Finding finding;

            @Override
            public @Nullable Finding heard(Delta delta) {
                chars += delta.text().length();
                for (var call : delta.toolCalls()) chars += call.arguments().length();
                if (finding == null && chars > options.charsMax()) {
                    finding =
                            Finding.fail(NAME, Reason.LENGTH, "more than %,d characters".formatted(options.charsMax()));
                }
                return finding;
            }
        };
    }
}
