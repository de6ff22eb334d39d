package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableReader;
import dev.signalbox.store.SqliteJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private Run run(String format, Path source) {
        return Run.of("import", "--format", format, source.toString(), "--out", table().toString());
    }

    private Path table() {
        return folder.resolve("table");
    }

    private Path journal(boolean capture) {
        var file = folder.resolve("journal.db");
        var usual = SqliteJournal.Options.of(file);
        var options = new SqliteJournal.Options(
                file,
                usual.flushInterval(),
                capture,
                usual.powerLossSafe(),
                usual.keepFor(),
                usual.keepBytes(),
                usual.queueBytes());
        try (var journal = SqliteJournal.open(options, InstantSource.fixed(AT))) {
            for (var id : new String[] {"req_1", "req_2", "req_3"}) {
                journal.append(new Event.Asked(id, AT, Request.of(id, "auto", "What is 2 + 2?", AT.plusSeconds(60))));
            }
            journal.append(called("req_1", "small", 0.25));
            journal.append(called("req_1", "large", 0.5));
            journal.append(finished("req_1", Optional.of("large")));
            journal.append(new Event.Rated("req_1", AT, 0.75, "test", Optional.empty()));
            journal.append(new Event.Rated("req_1", AT.plusSeconds(5), 0, "user", Optional.empty()));
            journal.append(finished("req_2", Optional.of("small")));
            journal.append(new Event.Failed("req_3", AT, "X", "did not work"));
        }
        return file;
    }

    private static Event called(String id, String model, double costUsd) {
        return new Event.Called(
                id, AT, model, Usage.of(7, 2), costUsd, OptionalDouble.empty(), 300, "DONE", Optional.empty());
    }

    private static Event finished(String id, Optional<String> model) {
        return new Event.Finished(id, AT, model, true, Answer.of("Four.", Usage.of(7, 2)), 0.75);
    }

    @Test
    void aJournalGivesWhoAnsweredAndHowItWasRated() throws IOException {
        var run = run("journal", journal(true));
        assertThat(run.code()).as(run.error()).isZero();
        assertThat(run.out()).contains("Imported 2 queries and 2 outcomes");
        var table = OutcomeTableReader.read(table());
        assertThat(table.models()).containsExactly("large", "small");
        assertThat(table.queries()).extracting(OutcomeTable.Query::id).containsExactly("req_1", "req_2");
        assertThat(table.queries().getFirst().text()).contains("What is 2 + 2?");
        assertThat(table.quality()[0]).containsExactly(0.75, Double.NaN);
        assertThat(table.quality()[1]).containsExactly(Double.NaN, Double.NaN);
        assertThat(table.costUsd()[0]).containsExactly(0.5, Double.NaN);
        assertThat(table.outputTokens()[0]).containsExactly(2, Double.NaN);
    }

    @Test
    void textsThatWereNotKeptStayUnknown() throws IOException {
        assertThat(run("journal", journal(false)).code()).isZero();
        assertThat(OutcomeTableReader.read(table()).queries())
                .allMatch(query -> query.text().isEmpty());
    }

    @Test
    void aPublishedFileIsImportedAndNothingIsOverwritten() throws IOException {
        var csv = Files.writeString(folder.resolve("law.csv"), "prompt,weak,strong\nOne?,False,True\n");
        var run = run("RouteLLM", csv);
        assertThat(run.code()).as(run.error()).isZero();
        assertThat(run.out()).contains("Imported 1 queries and 2 outcomes");
        var again = run("routellm", csv);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.error()).contains("queries.jsonl` already exists");
    }

    @Test
    void whatIsMissingOrUnknownIsTold() {
        assertThat(run("routellm", folder.resolve("none.csv")).error())
                .contains("there is no file")
                .contains("none.csv");
        var wrong = run("parquet", folder);
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.error()).contains("parquet", "ROUTERBENCH");
    }
}
