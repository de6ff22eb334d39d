package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.plan.Plan.Verify;
import dev.signalbox.signal.Condition.Truth;
import dev.signalbox.signal.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierCommandTest {
    @TempDir
    private Path folder;

    private Run verifier(String... more) throws IOException {
        var arguments = new ArrayList<>(
                List.of("verifier", "--outcomes", table().toString(), "--cheap", "small", "--strong", "large"));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    /// Of what `small` says no to, none is right; of what it doubts, only `large` is; of what it is sure of, both are.
    private Path table() throws IOException {
        var table = Files.createDirectories(folder.resolve("outcomes"));
        var texts = new StringBuilder();
        var outcomes = new StringBuilder("id,model,quality,input_tokens,output_tokens,cost_usd,latency_ms\n");
        for (int i = 0; i < 300; i++) {
            texts.append("{\"id\":\"q%d\",\"text\":\"question %d\"}\n".formatted(i, i));
            outcomes.append("q%d,small,%d,,,,\n".formatted(i, i % 3 == 2 ? 1 : 0));
            outcomes.append("q%d,large,%d,,,,\n".formatted(i, i % 3 == 0 ? 0 : 1));
            outcomes.append(
                    "q%d,said,%s,,,,\n".formatted(i, List.of("0", "0.5", "1").get(i % 3)));
        }
        Files.writeString(table.resolve("queries.jsonl"), texts);
        Files.writeString(table.resolve("outcomes.csv"), outcomes);
        return table;
    }

    private static Truth holds(String out, String name, double verified) throws Exception {
        var written =
                Pattern.compile("^%s: (.*)$".formatted(name), Pattern.MULTILINE).matcher(out);
        assertThat(written.find()).isTrue();
        return BuiltIns.vocabulary().answer().read(written.group(1)).holds(Signals.of(Verify.VERIFIED.of(verified)));
    }

    @Test
    void threeStatesAreFoundAndWrittenAsConditionsThatSettingsRead() throws Exception {
        var run = verifier("--verified", "said");
        assertThat(run.code()).as(run.error()).isZero();
        assertThat(run.out())
                .contains("Counted on 150 queries, measured on 150 others.")
                .containsPattern("three states.*100\\.0 %|three states.*6\\d\\.\\d %");
        assertThat(holds(run.out(), "accept", 1)).isEqualTo(Truth.YES);
        assertThat(holds(run.out(), "accept", 0.5)).isEqualTo(Truth.NO);
        // A third is right, and all of it accepted; nothing else is. Ten answers of each kind are assumed.
        assertThat(run.out()).containsPattern("accepts: \\{good: 0\\.99\\d, bad: 0\\.0[45]\\d\\}");
        assertThat(holds(run.out(), "hopeless", 0)).isEqualTo(Truth.YES);
        assertThat(holds(run.out(), "hopeless", 0.5)).isEqualTo(Truth.NO);
    }

    @Test
    void wrongCallsAreTold() throws IOException {
        assertThat(verifier("--verified", "sad").error()).contains("has no model `sad`. Did you mean `said`?");
        assertThat(verifier("--verified", "said", "--worth", "2").error())
                .contains("`--worth` must lie between 0 and 1");
    }
}
