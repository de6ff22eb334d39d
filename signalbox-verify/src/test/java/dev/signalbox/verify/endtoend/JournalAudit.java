package dev.signalbox.verify.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.gateway.replay.Tally;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Asked;
import dev.signalbox.journal.Event.Called;
import dev.signalbox.journal.Event.Failed;
import dev.signalbox.journal.Event.Finished;
import dev.signalbox.journal.Journal;
import dev.signalbox.verify.endtoend.FaultCampaign.Ended;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Holds the journal of a [FaultCampaign] against what its clients heard and what the upstream counted.
final class JournalAudit {
    private static final double MICRO_DOLLAR = 1e-6;

    private final Map<String, Bill> bills = new TreeMap<>();
    private int estimated;

    /// What the journal says of a model's calls whose usage was reported.
    private static final class Bill {
        long answers;
        long inputTokens;
        long outputTokens;
        double costUsd;
    }

    /// One request is in the journal once, with one end, and its costs add up.
    void request(Journal journal, Ended ended) {
        var events = journal.events(ended.id());
        assertThat(events.stream().filter(Asked.class::isInstance))
                .as(ended.id())
                .hasSize(1);
        var ends = events.stream()
                .filter(event -> event instanceof Finished || event instanceof Failed)
                .toList();
        assertThat(ends).as(ended.id()).hasSize(1);
        assertThat(ends.getFirst() instanceof Finished).as(ended.id()).isEqualTo(ended.whole());
        var calls = calls(events);
        assertThat(calls).as(ended.id()).isNotEmpty();
        calls.forEach(this::bill);
        if (ends.getFirst() instanceof Finished finished) {
            double sum = calls.stream().mapToDouble(Called::costUsd).sum();
            assertThat(finished.costUsd()).as(ended.id()).isCloseTo(sum, within(MICRO_DOLLAR));
            assertThat(ended.costUsd().orElseThrow()).as(ended.id()).isCloseTo(sum, within(MICRO_DOLLAR));
        }
    }

    private static List<Called> calls(List<Event> events) {
        return events.stream()
                .filter(Called.class::isInstance)
                .map(Called.class::cast)
                .toList();
    }

    private void bill(Called call) {
        var usage = call.usage();
        if (usage.estimated()) {
            estimated++;
            return;
        }
        if (usage.inputTokens() == 0 && usage.outputTokens() == 0) return;
        var bill = bills.computeIfAbsent(call.model(), _ -> new Bill());
        bill.answers++;
        bill.inputTokens += usage.inputTokens();
        bill.outputTokens += usage.outputTokens();
        bill.costUsd += call.costUsd();
    }

    /// The bills are the upstream's.
    void bills(Map<String, Tally> tallies) {
        tallies.forEach((model, tally) -> {
            var bill = bills.getOrDefault(model, new Bill());
            assertThat(bill.answers).as("answers of " + model).isEqualTo(tally.answered());
            assertThat(bill.inputTokens).as("input tokens of " + model).isEqualTo(tally.inputTokens());
            assertThat(bill.outputTokens).as("output tokens of " + model).isEqualTo(tally.outputTokens());
            var price = FaultCampaign.PRICES.getOrDefault(model, new double[2]);
            double due = (tally.inputTokens() * price[0] + tally.outputTokens() * price[1]) / 1e6;
            assertThat(bill.costUsd).as("cost of " + model).isCloseTo(due, within(MICRO_DOLLAR));
        });
    }

    /// How many calls were cut off after some words, so that their usage is an estimate.
    int estimated() {
        return estimated;
    }
}
