package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.standard.gate.GateFile;
import dev.signalbox.standard.quality.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateCommandTest {
    @TempDir
    private Path folder;

    private Run gate(int queries, String... more) throws IOException {
        var arguments =
                new ArrayList<>(List.of("gate", "--outcomes", table(queries).toString()));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    /// `small` does sums and no poems, `large` does both.
    private Path table(int queries) throws IOException {
        var table = Files.createDirectories(folder.resolve("outcomes"));
        var texts = new StringBuilder();
        var outcomes = new StringBuilder("id,model,quality,input_tokens,output_tokens,cost_usd,latency_ms\n");
        for (int i = 0; i < queries; i++) {
            boolean sum = i % 2 == 0;
            texts.append("{\"id\":\"q%d\",\"group\":\"%s\",\"text\":\"%s %d\"}\n"
                    .formatted(i, sum ? "sums" : "poems", sum ? "What is 7 plus" : "Write a sonnet on rose number", i));
            outcomes.append("q%d,small,%d,,,0.0001,\n".formatted(i, sum ? 1 : 0));
            outcomes.append("q%d,large,1,,,0.001,\n".formatted(i));
        }
        Files.writeString(table.resolve("queries.jsonl"), texts);
        Files.writeString(table.resolve("outcomes.csv"), outcomes);
        return table;
    }

    @Test
    void bothPromisesAreFittedCheckedAndWrittenAsConditions() throws IOException {
        var file = folder.resolve("gate.json");
        var run = gate(400, "--cheap", "small", "--strong", "large", "--out", file.toString());
        assertThat(run.code()).as(run.error()).isZero();
        assertThat(run.out())
                .contains("learnt from 160 queries, gates are fitted to 120 others and checked on 120 more")
                .contains("Mean loss at most 5.0 % in the mean", "Mean loss at most 5.0 % with confidence 95.0 %")
                .containsPattern("Accept where: keep > -?0\\.\\d+");
        var written = GateFile.read(file);
        assertThat(written.promise()).isEqualTo("mean loss at most 5 % with confidence 95 %");
        assertThat(written.gate().expression()).startsWith("keep > ");
        assertThat(SnapshotFile.read(written.snapshot()).about().models()).containsExactly("large", "small");
    }

    @Test
    void eachGroupHasALine() throws IOException {
        var run = gate(400, "--cheap", "small", "--strong", "large", "--by-group", "--risk", "0.1");
        assertThat(run.code()).as(run.error()).isZero();
        assertThat(run.out())
                .contains("all held back", "sums", "poems", "by group")
                .contains("in `sums` the cheap model alone keeps the promise.")
                .contains("group == \"sums\" && keep > ");
    }

    @Test
    void aCheckThatIsTooSmallToConfirmThePromiseIsSaidToBe() throws IOException {
        var run = gate(400, "--cheap", "small", "--strong", "large", "--risk", "0.025", "--confidence", "0.6");
        assertThat(run.code()).as(run.error()).isZero();
        assertThat(run.out()).containsOnlyOnce("the held-back part is too small to confirm the promise");
    }

    @Test
    void whereDataAreTooFewItSaysThatEverythingEscalates() throws IOException {
        var run = gate(60, "--cheap", "small", "--strong", "large", "--risk", "0.01");
        assertThat(run.code()).as(run.error()).isZero();
        assertThat(run.out())
                .contains("the promise can be kept only by escalating everything: 18 queries to calibrate on")
                .contains("needs 299 or more", "Accept where: false", "100.0 %");
    }

    @Test
    void wrongCallsAreTold() throws IOException {
        var model = gate(20, "--cheap", "smal", "--strong", "large");
        assertThat(model.code()).isEqualTo(1);
        assertThat(model.error()).contains("has no model `smal`. Did you mean `small`?");
        assertThat(gate(20, "--cheap", "small", "--strong", "small").error()).contains("must be two models");
        assertThat(gate(20, "--cheap", "small", "--strong", "large", "--out", "x.safetensors")
                        .error())
                .contains("`--out` must end in `.json`");
        assertThat(gate(20, "--cheap", "small", "--strong", "large", "--risk", "5")
                        .error())
                .contains("`--risk` must lie between 0 and 1");
        assertThat(gate(10, "--cheap", "small", "--strong", "large").error())
                .contains("4 queries with a text and a known quality, and learning needs 10 or more");
    }
}
