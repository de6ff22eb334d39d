package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnboardCommandTest {
    @TempDir
    private Path folder;

    private Run run(String model, String... more) {
        var arguments =
                new ArrayList<>(List.of("onboard", model, "--outcomes", folder.toString(), "--encoder", "static"));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    /// Two models on forty questions: `able` answers all of them, `weak` every second one.
    @BeforeEach
    void writeATable() throws IOException {
        var queries = new StringBuilder();
        var outcomes = new StringBuilder("id,model,quality,input_tokens,output_tokens,cost_usd,latency_ms\n");
        for (int i = 0; i < 40; i++) {
            queries.append("{\"id\": \"q%d\", \"text\": \"%s number %d?\"}%n"
                    .formatted(i, i % 2 == 0 ? "What is the capital of island" : "Prove the theorem", i));
            outcomes.append("q%d,able,%s,,,,%nq%d,weak,%d,,,,%n".formatted(i, i == 7 ? 0 : 1, i, 1 - i % 2));
        }
        Files.writeString(folder.resolve("queries.jsonl"), queries);
        Files.writeString(folder.resolve("outcomes.csv"), outcomes);
    }

    @Test
    void theFirstRunPrintsThePromptsToTry() {
        var run = run("fresh", "--budget", "6");
        assertThat(run.code()).as(run.error()).isZero();
        assertThat(run.out().lines().toList())
                .hasSize(6)
                .doesNotHaveDuplicates()
                .allMatch(line -> line.matches("\\{\"id\":\"q\\d+\",\"text\":\".* number \\d+\\?\"}"));
    }

    @Test
    void theNextRunTellsTheAbilityAndAsksForTheRest() throws IOException {
        var results = Files.writeString(folder.resolve("results.csv"), "id,quality\nq1,1\nq2,1\nq3,1\nq4,1\nq5,1\n");
        var run = run("fresh", "--budget", "8", "--results", results.toString());
        assertThat(run.code()).as(run.error()).isZero();
        assertThat(run.error()).contains("`fresh` after 5 answers: ability +", "mean quality is expected to be 0.");
        assertThat(run.out().lines().toList()).hasSize(3).noneMatch(line -> line.contains("\"q3\""));
        assertThat(run("fresh", "--budget", "5", "--results", results.toString())
                        .out())
                .isEmpty();
    }

    @Test
    void mistakesAreTold() throws IOException {
        assertThat(run("able").error()).contains("`able` is in the table").contains("name a model that is new");
        assertThat(run("fresh", "--budget", "0").code()).isEqualTo(2);
        var results = Files.writeString(folder.resolve("results.csv"), "id,quality\nzebra,1\n");
        var wrong = run("fresh", "--results", results.toString());
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.error()).contains("no query with the id `zebra`");
    }
}
