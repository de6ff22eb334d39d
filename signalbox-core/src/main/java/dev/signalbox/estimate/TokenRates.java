package dev.signalbox.estimate;

import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Script;
import dev.signalbox.chat.TokenTally;
import dev.signalbox.chat.Usage;
import dev.signalbox.model.Model;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// How many tokens each model really counts for a token of a [TokenTally], by script: learnt from the usage that it
/// reports. A model with a small vocabulary takes four times the tokens of another for the same Cyrillic text.
///
/// Thread-safe and lock-free: what is known of a model is one immutable value. Bounded; begins anew at a restart, since
/// one reported call is enough.
public final class TokenRates {
    private static final int MODELS_MAX = 16_384;

    /// A longer text teaches nothing that a shorter one does not.
    private static final int LEARNT_CHARS_MAX = 65_536;

    /// Of a shorter request the greater part may be what the server's chat format adds.
    private static final double LEARNT_TOKENS_MIN = 40;

    /// The assumption that the tally is right counts as so many tokens.
    private static final double ASSUMED_TOKENS = 10;

    /// The last so many tokens count; older ones fade.
    private static final double REMEMBERED_TOKENS = 20_000;

    /// Beyond these bounds a server counts something else than this text.
    private static final double RATE_MIN = 0.25;

    private static final double RATE_MAX = 8;

    private final ConcurrentHashMap<String, AtomicReference<Rates>> models = new ConcurrentHashMap<>();

    /// Tallied and reported tokens of one model in one script.
    private record Sum(double tallied, double reported) {
        static final Sum NONE = new Sum(0, 0);

        Sum with(double moreTallied, double moreReported) {
            double all = tallied + moreTallied;
            double kept = all > REMEMBERED_TOKENS ? REMEMBERED_TOKENS / all : 1;
            return new Sum(all * kept, (reported + moreReported) * kept);
        }

        double rate() {
            double rate = (reported + ASSUMED_TOKENS) / (tallied + ASSUMED_TOKENS);
            return Math.clamp(rate, RATE_MIN, RATE_MAX);
        }
    }

    private record Rates(List<Sum> byScript) {
        static final Rates NONE = new Rates(Collections.nCopies(Script.values().length, Sum.NONE));

        Rates with(Script script, double tallied, double reported) {
            var sums = byScript.toArray(Sum[]::new);
            sums[script.ordinal()] = sums[script.ordinal()].with(tallied, reported);
            return new Rates(List.of(sums));
        }
    }

    /// Tokens of the model for a tallied token; empty where it has reported none in this script.
    public OptionalDouble known(String model, Script script) {
        var held = models.get(model);
        if (held == null) return OptionalDouble.empty();
        var sum = held.get().byScript().get(script.ordinal());
        return sum.tallied() == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum.rate());
    }

    /// The model's tokens for a tally, rounded up; the tally itself where nothing is known.
    public int tokens(String model, TokenTally tally) {
        double rate = known(model, tally.script()).orElse(1);
        return (int) Math.min(Integer.MAX_VALUE, Math.ceil(tally.tokens() * rate));
    }

    /// What a call used of which the model has reported nothing.
    public Usage estimated(String model, Request request, TokenTally said) {
        return Usage.estimated(tokens(model, TokenTally.of(request)), tokens(model, said));
    }

    /// What a call used that was given up before it was heard: the question, and of an answer that comes whole what the
    /// model is likely to have said until then.
    ///
    /// @param elapsedMs since it was asked, in milliseconds
    public Usage unheard(Model model, Request request, double elapsedMs) {
        int input = tokens(model.id(), TokenTally.of(request));
        if (request.options().streaming()) return Usage.estimated(input, 0);
        double seconds = Math.max(0, elapsedMs - model.prior().firstTokenMs()) / 1000;
        double said = Math.min(
                seconds * model.prior().tokensPerSecond(),
                request.options().outputTokensMax().orElse(Integer.MAX_VALUE));
        return Usage.estimated(input, (int) Math.ceil(said));
    }

    /// Learns from what a model reported for a request. Tools, pictures and files are counted by each server in its own
    /// way and teach nothing of its tokens.
    public void observe(String model, Request request, Usage reported) {
        if (reported.estimated() || reported.inputTokens() < 1 || !isPlainText(request)) return;
        var tally = TokenTally.of(request);
        if (tally.tokens() < LEARNT_TOKENS_MIN) return;
        var held = models.get(model);
        if (held == null) {
            if (models.mappingCount() >= MODELS_MAX) return;
            held = models.computeIfAbsent(model, _ -> new AtomicReference<>(Rates.NONE));
        }
        held.updateAndGet(rates -> rates.with(tally.script(), tally.tokens(), reported.inputTokens()));
    }

    private static boolean isPlainText(Request request) {
        if (!request.tools().isEmpty()) return false;
        long chars = 0;
        for (var message : request.messages()) {
            if (!message.toolCalls().isEmpty()) return false;
            for (var part : message.parts()) {
                if (!(part instanceof Part.Text(var text))) return false;
                chars += text.length();
            }
        }
        return chars <= LEARNT_CHARS_MAX;
    }
}
