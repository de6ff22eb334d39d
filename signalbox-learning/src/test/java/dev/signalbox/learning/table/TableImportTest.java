package dev.signalbox.learning.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableImportTest {
    @TempDir
    private Path folder = Path.of("");

    private OutcomeTable imported(TableImport format, Path source) throws IOException {
        var out = folder.resolve("table");
        try (var writer = OutcomeTableWriter.open(out)) {
            format.read(source, writer);
        }
        return OutcomeTableReader.read(out);
    }

    /// Unknown is equal to unknown here.
    private static void assertSame(double[][] actual, double[][] expected) {
        assertThat(Arrays.deepToString(actual)).isEqualTo(Arrays.deepToString(expected));
    }

    private Path file(String name, String content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private void refused(TableImport format, Path source, String... said) {
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> imported(format, source))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(said));
    }

    @Test
    void routerBenchHasScoresAnswersAndCosts() throws IOException {
        var table = imported(new RouterBenchCsv(), file("bench.csv", """
                ,sample_id,prompt,eval_name,a/b,c,a/b|model_response,c|model_response,a/b|total_cost,c|total_cost,oracle_model_to_route_to
                0,mbpp.1,"['Write it,
                please']",mbpp,1.0,0.25,"x, ""y"" and",z,0.0001,5e-06,a/b
                1,mbpp.2,['Again'],mbpp,,0.0,x,z,,0.00002,c
                """));
        assertThat(table.models()).containsExactly("a/b", "c");
        assertThat(table.queries()).extracting(OutcomeTable.Query::id).containsExactly("mbpp.1", "mbpp.2");
        assertThat(table.queries().getFirst().text()).contains("['Write it,\nplease']");
        assertThat(table.queries().getFirst().group()).contains("mbpp");
        assertSame(table.quality(), new double[][] {{1, 0.25}, {Double.NaN, 0}});
        assertSame(table.costUsd(), new double[][] {{0.0001, 5e-6}, {Double.NaN, 2e-5}});
    }

    @Test
    void routeLlmHasAFileASubject() throws IOException {
        file("mmlu/mmlu_law.csv", "prompt,weak,strong\n\"One?\nA. B.\",False,True\nTwo?,True,\n");
        file("mmlu/mmlu_art.csv", "prompt,weak,strong,weak_response\nThree?,True,True,\"Yes, so\"\n");
        file("mmlu/notes.txt", "not a table");
        var table = imported(new RouteLlmCsv(), folder.resolve("mmlu"));
        assertThat(table.models()).containsExactly("strong", "weak");
        assertThat(table.queries())
                .extracting(OutcomeTable.Query::id)
                .containsExactly("mmlu_art-1", "mmlu_law-1", "mmlu_law-2");
        assertThat(table.queries().get(1).group()).contains("mmlu_law");
        assertSame(table.quality(), new double[][] {{1, 1}, {1, 0}, {Double.NaN, 1}});
    }

    @Test
    void llmRouterBenchHasAFileAModel() throws IOException {
        var form = """
                {"performance": 0.5, "demo": %s, "model_name": "%s", "dataset_name": "aime", "split": "test",
                 "extra_metrics": {"model_name": "inner"}, "records": [
                  {"index": 1, "origin_query": "q", "prompt": "What is 1 + 1?", "score": %s, "prompt_tokens": 15,
                   "completion_tokens": 5, "cost": 0.0001, "raw_output": {"x": [1]}, "prediction": "2"},
                  {"index": 2, "origin_query": "Only this", "prompt": "", "score": null, "cost": 0}]}
                """;
        file("bench/aime/test/m/aime-test-m-20250101_000000.json", form.formatted(false, "m", 0.0));
        file("bench/aime/test/m/aime-test-m-20250301_000000.json", form.formatted(false, "m", 1.0));
        file("bench/aime/test/n/aime-test-n-20250201_000000.json", form.formatted(false, "n", 0.5));
        file("bench/aime/test/n/aime-test-n-20250401_000000.json", form.formatted(true, "n", 0.75));
        var table = imported(new LlmRouterBenchJson(), folder.resolve("bench"));
        assertThat(table.models()).containsExactly("m", "n");
        assertThat(table.queries()).extracting(OutcomeTable.Query::id).containsExactly("aime/test/1", "aime/test/2");
        assertThat(table.queries().getLast().text()).contains("Only this");
        assertSame(table.quality(), new double[][] {{1, 0.5}, {Double.NaN, Double.NaN}});
        assertThat(table.outputTokens()[0]).containsExactly(5, 5);
        assertThat(table.costUsd()[1]).containsExactly(0, 0);
    }

    @Test
    void anotherFormatIsRefusedByName() throws IOException {
        var csv = file("other.csv", "question,model\nx,y\n");
        refused(new RouterBenchCsv(), csv, "other.csv`, line 1", "`sample_id`");
        Files.delete(folder.resolve("table/queries.jsonl"));
        Files.delete(folder.resolve("table/outcomes.csv"));
        refused(new RouteLlmCsv(), csv, "other.csv`, line 1", "`prompt`");
    }

    @Test
    void wrongCellsAreNamedByFileAndLineAndNotQuoted() throws IOException {
        var csv = file("r.csv", "prompt,m\n\"two\nlines\",True\nprivate,a secret answer\n");
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> imported(new RouteLlmCsv(), csv))
                .withMessageContainingAll("r.csv`, line 4", "column `m` is no number")
                .withMessageNotContaining("secret");
    }

    @Test
    void aScoreOutOfRangeIsRefused() throws IOException {
        refused(new RouteLlmCsv(), file("r.csv", "prompt,m\nx,85\n"), "line 2", "`quality` is 85.0", "between 0 and 1");
    }

    @Test
    void aRowThatIsTooShortIsRefused() throws IOException {
        refused(new RouteLlmCsv(), file("r.csv", "prompt,m\nx\n"), "line 2", "it has 1 cells, not 2");
    }

    @Test
    void anIdThatComesTwiceIsRefused() throws IOException {
        var csv = file("r.csv", "sample_id,prompt,eval_name,m,m|total_cost\n1,x,g,1,\n1,y,g,1,\n");
        refused(new RouterBenchCsv(), csv, "line 3", "the id `1` has two different texts");
    }

    @Test
    void theSamePairTwiceIsRefused() throws IOException {
        var csv = file("r.csv", "sample_id,prompt,eval_name,m,m|total_cost\n1,x,g,1,\n1,x,g,0,\n");
        refused(new RouterBenchCsv(), csv, "line 3", "the pair `1`, `m` is given twice");
    }

    @Test
    void brokenJsonIsNamedByFileAndLine() throws IOException {
        refused(
                new LlmRouterBenchJson(),
                file("x.json", "{\"records\": [\n{\"index\": }]}"),
                "x.json`, line 2",
                "not JSON");
    }

    @Test
    void jsonOfAnotherKindIsRefused() throws IOException {
        refused(new LlmRouterBenchJson(), file("x.json", "{\"records\": []}"), "x.json", "`model_name`");
    }

    @Test
    void aRecordWithoutAnIndexIsNamed() throws IOException {
        var json = "{\"model_name\": \"m\", \"dataset_name\": \"d\", \"records\": [{\"index\": 1, \"score\": 1}, {}]}";
        refused(new LlmRouterBenchJson(), file("x.json", json), "x.json`, record 2", "no `index`");
    }

    @Test
    void aFolderWithoutSuchFilesAndATableInTheWaySaySo() throws IOException {
        refused(new RouteLlmCsv(), Files.createDirectory(folder.resolve("empty")), "no file that ends in `.csv`");
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> OutcomeTableWriter.open(folder.resolve("table")));
    }
}
