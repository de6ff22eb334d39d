package dev.signalbox.verify.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.gateway.replay.Tally;
import dev.signalbox.store.SqliteJournal;
import dev.signalbox.verify.endtoend.FaultCampaign.Ended;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many requests at a time while one of three models fails in every way there is. A large run:
/// `-Dsignalbox.campaign.requests=10000`.
class FaultCampaignTest {
    private static final int REQUESTS = Integer.getInteger("signalbox.campaign.requests", 1_000);
    private static final int CLIENTS = 64;
    private static final double SHARE = 0.2;

    /// These faults come after some words of a stream.
    private static final Set<String> LATE = Set.of("Stall", "Cut", "ErrorEvent", "Garbage", "BadUtf8");

    @Test
    void everyFaultIsRecoveredOrToldAndEveryRequestIsInTheJournalOnce(@TempDir Path folder) throws Exception {
        var ended = new ConcurrentLinkedQueue<Ended>();
        try (var campaign = new FaultCampaign(folder, SHARE)) {
            long start = System.nanoTime();
            campaign.run(CLIENTS, () -> campaign.asked() < REQUESTS, ended::add);
            double seconds = (System.nanoTime() - start) / 1e9;
            campaign.stopGateway();

            var audit = new JournalAudit();
            try (var journal = SqliteJournal.open(
                    SqliteJournal.Options.of(folder.resolve("signalbox.db")), InstantSource.system())) {
                for (var each : ended) audit.request(journal, each);
                assertThat(Set.copyOf(journal.recent(2 * ended.size())))
                        .isEqualTo(ended.stream().map(Ended::id).collect(Collectors.toSet()));
            }
            audit.bills(campaign.tallies());
            var faulty = campaign.tallies().getOrDefault(FaultCampaign.FAULTY, Tally.NONE);
            assertThat(faulty.calls()).as("calls of the model that fails").isGreaterThan(REQUESTS / 2);
            assertThat(faulty.faults())
                    .as("kinds of faults")
                    .hasSizeGreaterThanOrEqualTo(FaultCampaign.FAULTS.size() - 2);
            long told = ended.stream().filter(each -> !each.whole()).count();
            long late = faulty.faults().entrySet().stream()
                    .filter(fault -> LATE.contains(fault.getKey()))
                    .mapToLong(fault -> fault.getValue())
                    .sum();
            assertThat(told).as("errors after the first word").isLessThanOrEqualTo(late);
            System.out.printf(
                    "fault campaign: %,d requests by %d clients in %.1f s; faults %s; %d errors told, %d calls estimated%n",
                    ended.size(), CLIENTS, seconds, faulty.faults(), told, audit.estimated());
        }
    }
}
