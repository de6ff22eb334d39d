package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.estimate.AnswerLengths;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether an answer grows beyond all bounds: a model that does not find its end is paid for by the
/// token. It does where it is longer than 99.5 % of the answers in its request's category, as far as
/// was observed ([AnswerLengths]), and than what was set in any case.
public final class TooLongMonitor implements Monitor {
    public static final String NAME = "too_long";

    /// To stop an answer sooner would save little.
    static final int CHARS_LEAST = 2_000;

    private final Options options;
    private final AnswerLengths lengths;

    /// @param charsMax the longest answer, in characters; of four models' recorded answers to 732 questions 99.5 % have
    ///     at most 15,455, and the longest has 111,462
    public record Options(int charsMax) {
        public static final Options DEFAULT = new Options(50_000);

        public Options {
            if (charsMax < 1) throw new IllegalArgumentException("`charsMax` must be at least 1");
        }
    }

    /// @param lengths what is usual of the answers
    public TooLongMonitor(Options options, AnswerLengths lengths) {
        this.options = options;
        this.lengths = lengths;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        var limit = LengthLimit.of(lengths.charsMax(known), CHARS_LEAST, options.charsMax());
        return new Watch() {
            private long chars;
            private @Nullable Finding finding;

            @Override
            public @Nullable Finding heard(Delta delta) {
                chars += delta.text().length();
                for (var call : delta.toolCalls()) chars += call.arguments().length();
                if (finding == null && chars > limit.value()) {
                    finding = Finding.fail(
                            NAME,
                            Reason.LENGTH,
                            String.format(
                                    Locale.ROOT, "more than %,.0f characters (%s)", limit.value(), limit.origin()));
                }
                return finding;
            }
        };
    }
}
