package dev.signalbox.app.assembly;

import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.Dial;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.estimate.ExpectedCost;
import dev.signalbox.estimate.Forecast;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Model;
import dev.signalbox.standard.estimate.AnswerLengths;
import dev.signalbox.standard.estimate.ModelStats;
import dev.signalbox.standard.estimate.ObservedLatency;
import dev.signalbox.standard.estimate.OutputLength;
import dev.signalbox.standard.estimate.PriorQuality;
import dev.signalbox.standard.estimate.TokenCost;
import dev.signalbox.standard.quality.LearnedCost;
import dev.signalbox.standard.quality.LearnedQuality;
import dev.signalbox.standard.quality.Snapshot;
import dev.signalbox.store.SqliteJournal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What all routes believe: from a snapshot where there is one, else from priors and prices; and what is observed while
/// the gateway runs.
///
/// @param observers are told every event
record Estimates(
        Forecast forecast,
        TokenRates rates,
        ExpectedCost expectedCost,
        ModelStats modelStats,
        AnswerLengths answers,
        Optional<Dial> learned,
        List<Consumer<Event>> observers) {
    /// A usual answer, until some have been seen.
    private static final int USUAL_TOKENS = 300;

    /// As many requests as the longest memory has of one model or category.
    private static final int RECALLED = 2_000;

    private static final double NEWEST_WEIGHT = 0.1;

    static Estimates of(Optional<Snapshot> snapshot) {
        var lengths = new OutputLength(USUAL_TOKENS);
        var latency = new ObservedLatency(lengths, NEWEST_WEIGHT);
        var modelStats = new ModelStats();
        var answers = new AnswerLengths();
        var rates = new TokenRates();
        var price = new TokenCost(lengths, rates);
        var prior = new PriorQuality();
        Estimator quality = snapshot.<Estimator>map(learnt -> new LearnedQuality(learnt, prior))
                .orElse(prior);
        Estimator cost = snapshot.<Estimator>map(learnt -> new LearnedCost(learnt, price))
                .orElse(price);
        return new Estimates(
                new Forecast(quality, cost, latency),
                rates,
                new ExpectedCost(rates, lengths::usualTokens),
                modelStats,
                answers,
                snapshot.flatMap(Snapshot::dial),
                List.of(lengths, latency, modelStats, answers));
    }

    /// Whose usual answer costs least, the first of equals.
    ///
    /// @param models at least one
    static Model cheapest(Collection<Model> models) {
        return models.stream()
                .min(Comparator.comparingDouble(Estimates::usualCostUsd))
                .orElseThrow();
    }

    private static double usualCostUsd(Model model) {
        return model.price().costUsd(Usage.of(USUAL_TOKENS, USUAL_TOKENS));
    }

    /// Observes what the journal has of the last requests, so that a restart does not forget what is usual.
    void recall(SqliteJournal journal) {
        for (var request : journal.recent(RECALLED).reversed()) {
            for (var event : journal.events(request)) {
                for (var observer : observers) observer.accept(event);
            }
        }
    }

    /// The dial that was learnt, where it was; else one for the price of a usual answer of the dearest model.
    Dial dial(List<Model> models) {
        return learned.orElseGet(() -> Dial.ofTypicalCost(
                models.stream().mapToDouble(Estimates::usualCostUsd).max().orElse(0)));
    }
}
