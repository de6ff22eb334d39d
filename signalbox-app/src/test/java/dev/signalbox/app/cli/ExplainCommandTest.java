package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.Utility;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.store.SqliteJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    private static final Instant NOW = Instant.now();

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void requestsOfThreeDays() {
        file = folder.resolve("journal.db");
        try (var journal = SqliteJournal.open(SqliteJournal.Options.of(file), InstantSource.fixed(NOW))) {
            answered(journal, "req_1", Duration.ofDays(3), "acme", "cheap", "small", true);
            answered(journal, "req_2", Duration.ofHours(5), "acme", "best", "large", false);
            failed(journal, "req_3", Duration.ofHours(1), "beta", "best", "large");
            journal.append(new Event.Asked("req_4", NOW.minusSeconds(1), request("req_4", "beta", Optional.empty())));
            journal.append(new Event.Asked(
                    "req_5.again", NOW.minusSeconds(1), request("req_5.again", "beta", Optional.of("req_4"))));
        }
    }

    private static Request request(String id, String tenant, Optional<String> parent) {
        var plain = Request.of(id, "auto", "What is 2 + 2?", NOW.plusSeconds(60));
        return new Request(
                id,
                parent,
                tenant,
                "auto",
                plain.messages(),
                List.of(),
                plain.options(),
                plain.wishes(),
                Map.of(),
                Optional.empty(),
                Map.of(),
                plain.deadline());
    }

    private static void called(
            SqliteJournal journal, String id, Instant at, String tenant, String route, String model) {
        var plan = new Plan.Call(new Model(
                model, "p", model, Price.FREE, OptionalInt.empty(), Set.of(), Optional.empty(), Model.Prior.UNKNOWN));
        journal.append(new Event.Asked(id, at, request(id, tenant, Optional.empty())));
        journal.append(new Event.Decided(
                id, at, route, 1, Utility.QUALITY, List.of(), List.of(), new Decision(plan, 1, "only")));
        journal.append(new Event.Called(
                id, at, model, Usage.of(7, 2), 0.002, OptionalDouble.empty(), 5, "STOP", Optional.empty()));
    }

    private static void answered(
            SqliteJournal journal, String id, Duration age, String tenant, String route, String model, boolean good) {
        var at = NOW.minus(age);
        called(journal, id, at, tenant, route, model);
        journal.append(new Event.Finished(
                id, at.plusMillis(1234), Optional.of(model), good, Answer.of("Four.", Usage.of(7, 2)), 0.003));
    }

    private static void failed(
            SqliteJournal journal, String id, Duration age, String tenant, String route, String model) {
        var at = NOW.minus(age);
        called(journal, id, at, tenant, route, model);
        journal.append(new Event.Failed(id, at.plusMillis(20), "upstream_error", "The model failed."));
    }

    private Run explain(String... arguments) {
        var all = new ArrayList<>(List.of("explain", "--journal", file.toString()));
        all.addAll(List.of(arguments));
        return Run.of(all.toArray(String[]::new));
    }

    private List<String> ids(String... arguments) {
        var run = explain(arguments);
        assertThat(run.code()).as(run.error()).isZero();
        return run.out()
                .lines()
                .filter(line -> line.contains("req_"))
                .map(line -> line.replaceAll(".*(req_[^ ]+).*", "$1"))
                .toList();
    }

    @Test
    void recentRequestsAreListedTheNewestFirst() {
        var lines = explain().out().lines().toList();
        assertThat(lines.getFirst()).startsWith("time, UTC").contains("request", "route", "model", "cost", "status");
        assertThat(lines).hasSize(6);
        assertThat(lines.get(2)).contains("req_4", "beta", "$0.000000").endsWith("open");
        assertThat(lines.get(3))
                .contains("req_3", "best", "large", "$0.002000", "20 ms")
                .endsWith("failed: upstream_error");
        assertThat(lines.get(4))
                .contains("req_2", "acme", "$0.003000", "1,234 ms")
                .endsWith("answered, not accepted");
        assertThat(lines.get(5)).contains("req_1", "cheap", "small").endsWith("answered");
    }

    @Test
    void eachFilterNarrowsTheList() {
        assertThat(ids("--route", "best")).containsExactly("req_3", "req_2");
        assertThat(ids("--model", "small")).containsExactly("req_1");
        assertThat(ids("--tenant", "acme")).containsExactly("req_2", "req_1");
        assertThat(ids("--failed")).containsExactly("req_3");
        assertThat(ids("--since", "2h")).containsExactly("req_4", "req_3");
        assertThat(ids("--since", NOW.minus(Duration.ofHours(6)).toString()))
                .containsExactly("req_4", "req_3", "req_2");
        assertThat(ids("--limit", "2")).containsExactly("req_4", "req_3");
        assertThat(ids("--route", "best", "--tenant", "acme")).containsExactly("req_2");
        assertThat(explain("--route", "bset").out()).contains("No request in").contains("matches");
    }

    @Test
    void filtersReachBeyondTheFirstPage() {
        try (var journal = SqliteJournal.open(SqliteJournal.Options.of(file), InstantSource.fixed(NOW))) {
            for (int i = 0; i < 450; i++) {
                var id = "req_x%03d".formatted(i);
                journal.append(new Event.Asked(id, NOW, request(id, "many", Optional.empty())));
            }
        }
        assertThat(ids("--tenant", "acme")).containsExactly("req_2", "req_1");
        assertThat(ids("--limit", "1000")).hasSize(454);
    }

    @Test
    void programsGetJsonLines() {
        assertThat(explain("--json", "--failed").out().strip())
                .startsWith("{\"id\":\"req_3\",\"at\":\"")
                .contains("\"tenant\":\"beta\",\"route\":\"best\",\"called\":[\"large\"],\"cost_usd\":0.002")
                .endsWith("\"status\":\"failed\",\"error\":\"upstream_error\"}");
        assertThat(explain("--json", "--tenant", "nobody").out()).isEmpty();
        assertThat(explain("--json", "req_1").out().lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("{\"requestId\":\"req_1\""));
    }

    @Test
    void wrongFiltersSayWhatToWrite() {
        assertThat(explain("--since", "yesterday"))
                .extracting(Run::code, run -> run.error().contains("an age such as `2h`"))
                .containsExactly(2, true);
        assertThat(explain("--limit", "0").error()).contains("`--limit` must be 1 or more");
        assertThat(explain("req_1", "--failed").error()).contains("don't go with an id");
    }
}
