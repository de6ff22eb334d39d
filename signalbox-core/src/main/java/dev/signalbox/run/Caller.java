package dev.signalbox.run;

import dev.signalbox.chat.Confidence;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.ExpectedCost;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Plan.Origin;
import dev.signalbox.plan.Plan.Reply;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Asks one model, pays, and journals every call, also one that is abandoned half-way: its tokens were spent.
/// Thread-safe.
final class Caller {
    private final Map<String, Provider> providers;
    private final Journal journal;
    private final InstantSource clock;
    private final TokenRates rates;
    private final ExpectedCost expectedCost;

    /// @param expectedCost what is reserved for a call before it is made
    /// @param rates learn from what the models report
    Caller(
            Collection<? extends Provider> providers,
            Journal journal,
            InstantSource clock,
            TokenRates rates,
            ExpectedCost expectedCost) {
        var byName = new LinkedHashMap<String, Provider>();
        for (var provider : providers) {
            if (byName.put(provider.name(), provider) != null) {
                throw new IllegalArgumentException("two providers are called `%s`".formatted(provider.name()));
            }
        }
        this.providers = Map.copyOf(byName);
        this.journal = journal;
        this.clock = clock;
        this.rates = rates;
        this.expectedCost = expectedCost;
    }

    /// How much a provider has to do, as [Provider#load].
    double load(String provider) {
        var asked = providers.get(provider);
        return asked == null ? 0 : asked.load();
    }

    /// Asks a model in its manner.
    Runner.Result call(Model model, Execution execution, Sink sink) throws ProviderException, InterruptedException {
        var instructed = ModelInstructions.instructed(execution, model.manner());
        if (!model.manner().planFirst()) return ask(model, instructed, sink);
        var plan = ask(model, ModelInstructions.planning(instructed), Sink.NONE);
        return ask(model, ModelInstructions.planned(instructed, plan.answer()), sink);
    }

    private Runner.Result ask(Model model, Execution execution, Sink sink)
            throws ProviderException, InterruptedException {
        var provider = providers.get(model.provider());
        if (provider == null) {
            throw new IllegalStateException(
                    "model `%s` names provider `%s`, which is not there".formatted(model.id(), model.provider()));
        }
        // Who is stopped before the call pays nothing for it.
        if (Thread.interrupted()) throw new InterruptedException("stopped before the call");
        double reservedUsd = reserve(model, execution);
        var timed = new TimedSink(sink, execution.route(), model.id(), clock);
        var usage = Usage.NONE;
        var ending = Event.Called.ABANDONED;
        var detail = Optional.<String>empty();
        var quoted = Optional.<String>empty();
        var confidence = Optional.<Confidence>empty();
        var retryAfterMs = OptionalDouble.empty();
        try {
            var answer = provider.call(model, asked(execution), timed);
            usage = answer.usage();
            rates.observe(model.id(), execution.request(), usage);
            ending = answer.finish().name();
            confidence = answer.confidence();
            timed.whole();
            return new Runner.Result(answer, Optional.of(model.id()), true, Signals.NONE);
        } catch (ProviderException failed) {
            usage = failed.details().usage();
            ending = failed.kind().name();
            detail = Optional.of(failed.ownReason());
            quoted = failed.details().quoted();
            retryAfterMs = failed.details().retryAfter().stream()
                    .mapToDouble(Duration::toMillis)
                    .findFirst();
            throw failed;
        } catch (InterruptedException abandoned) {
            // The provider bills what it read and what it said until it was cancelled, and has told of neither.
            usage = timed.heard()
                    ? rates.estimated(model.id(), execution.request(), timed.said())
                    : rates.unheard(model, execution.request(), timed.elapsedMs());
            throw abandoned;
        } finally {
            double costUsd = model.price().costUsd(usage);
            execution.spendLedger().settle(reservedUsd, costUsd);
            journal.append(new Event.Called(
                    execution.request().id(),
                    clock.instant(),
                    model.id(),
                    usage,
                    costUsd,
                    timed.firstTokenMs(),
                    timed.elapsedMs(),
                    ending,
                    detail,
                    confidence,
                    execution.request().options().streaming() ? Optional.of(timed.extremes()) : Optional.empty(),
                    retryAfterMs,
                    quoted));
        }
    }

    /// Every later call of a request asks something else, or asks again because an answer was not good enough: the
    /// first one's answer would be wrong for it.
    private static Request asked(Execution execution) {
        var request = execution.request();
        return execution.spendLedger().takeFirstCall() ? request : request.withoutHeader(Request.IDEMPOTENCY_KEY);
    }

    /// Says an answer that is there. One that was given before is journalled as a call that cost nothing, so that the
    /// story names the model whose words these are.
    Runner.Result reply(Reply reply, Execution execution, Sink sink) throws InterruptedException {
        var model = reply.origin().map(Origin::models);
        var result = new Runner.Result(reply.answer(), model, true, Signals.NONE);
        if (reply.origin().isEmpty()) return result;
        var origin = reply.origin().get();
        journal.append(new Event.Called(
                execution.request().id(),
                clock.instant(),
                origin.models(),
                Usage.NONE,
                0,
                OptionalDouble.empty(),
                0,
                Event.Called.RECALLED,
                Optional.of("%s answer to request `%s`"
                        .formatted(origin.likeness().name().toLowerCase(Locale.ROOT), origin.requestId()))));
        ChunkReplay.say(result, execution.route(), sink);
        return result;
    }

    /// @return what was set aside for the call, in US dollars
    private double reserve(Model model, Execution execution) throws ProviderException {
        var ledger = execution.spendLedger();
        if (!ledger.isLimited()) return 0;
        double expectedUsd = expectedCost.usd(model, execution.request());
        if (ledger.reserve(expectedUsd)) return expectedUsd;
        throw new ProviderException(
                Kind.OVER_BUDGET,
                "A call of `%s` is expected to cost $%.3g, and of the $%.3g that all calls of this request may cost, $%.3g is left. Allow more with `x-signalbox-cost-max-usd`, and with `cost_max` of its route if it has one."
                        .formatted(model.id(), expectedUsd, ledger.limitUsd(), Math.max(0, ledger.leftUsd())));
    }
}
