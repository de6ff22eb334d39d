package dev.signalbox.learning.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTableReaderTest {
    private static final String HEADER = "id,model,quality,input_tokens,output_tokens,cost_usd,latency_ms\n";
    private static final String QUERIES = """
            {"id": "a", "group": "math", "text": "1 + 1?"}
            {"id": "b", "group": null, "text": null, "level": 3}

            {"id": "c"}
            """;

    @TempDir
    private Path folder = Path.of("");

    private OutcomeTable read(String queries, String outcomes) throws IOException {
        Files.writeString(folder.resolve("queries.jsonl"), queries);
        Files.writeString(folder.resolve("outcomes.csv"), outcomes);
        return OutcomeTableReader.read(folder);
    }

    private void refused(String queries, String outcomes, String... said) {
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> read(queries, outcomes))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(said));
    }

    @Test
    void anEmptyCellAndAMissingPairAreUnknown() throws IOException {
        var table = read(QUERIES, HEADER + "a,\"one, the first\",0.5,10,20,0.001,300\na,two,,,,,\nb,two,1,,,,\n");
        assertThat(table.models()).containsExactly("one, the first", "two");
        assertThat(table.quality()[0]).containsExactly(0.5, Double.NaN);
        assertThat(table.quality()[1]).containsExactly(Double.NaN, 1);
        assertThat(table.quality()[2]).containsExactly(Double.NaN, Double.NaN);
        assertThat(table.costUsd()[0]).containsExactly(0.001, Double.NaN);
        assertThat(table.outputTokens()[0]).containsExactly(20, Double.NaN);
        assertThat(table.outcomes()).isEqualTo(2);
        assertThat(table.queries().get(0).group()).contains("math");
        assertThat(table.queries().get(1).text()).isEmpty();
        assertThat(table.queries().get(2).group()).isEmpty();
    }

    @Test
    void aPromptMayBeVeryLong() throws IOException {
        var text = "word ".repeat(20_000);
        var table = read("{\"id\":\"a\",\"text\":\"%s\"}\n".formatted(text), HEADER + "a,m,1,,,,\n");
        assertThat(table.queries().getFirst().text().orElseThrow()).hasSize(100_000);
        assertThat(table.queries().getFirst().key()).hasSize(99_999);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,m,1.5,,,, | `quality` is 1.5 and must be between 0 and 1",
                "a,m,-0.1,,,, | between 0 and 1",
                "a,m,NaN,,,, | `quality` is NaN",
                "a,m,good,,,, | `quality` is `good`, which is no number",
                "a,m,1,,,-1, | `cost_usd` is -1 and must be zero or more",
                "a,m,1,,,Infinity, | `cost_usd` is Infinity",
                "z,m,1,,,, | no query with the id `z`",
                "a,,1,,,, | it has no model",
                "a,m,1 | it has 3 cells, not 7"
            })
    void aWrongOutcomeIsNamedByFileAndLine(String line, String said) {
        refused(QUERIES, HEADER + "b,m,1,,,,\n" + line + "\n", "outcomes.csv`, line 3: ", said);
    }

    @Test
    void aPairThatComesTwiceIsRefused() {
        refused(QUERIES, HEADER + "a,m,1,,,,\nb,m,1,,,,\na,m,0,,,,\n", "line 4", "`a`, `m`", "line 2");
    }

    @Test
    void textInAnyLanguageIsKeptAsItIs() throws IOException {
        var texts = new String[] {
            "Wie groß ist π?", "日本語の質問", "سؤال بالعربية", "שאלה", "प्रश्न", "👩‍🚀 + 🚀?", "\u0000\u202E"
        };
        var queries = new StringBuilder();
        var outcomes = new StringBuilder(HEADER);
        for (int i = 0; i < texts.length; i++) {
            queries.append("{\"id\":\"問%d\",\"group\":\"группа\",\"text\":\"%s\"}\n"
                    .formatted(i, texts[i].replace("\u0000", "\\u0000")));
            outcomes.append("問%d,модель,1,,,,\n".formatted(i));
        }
        var table = read(queries.toString(), outcomes.toString());
        assertThat(table.queries())
                .extracting(query -> query.text().orElseThrow())
                .containsExactly(texts);
        assertThat(table.queries().stream().map(OutcomeTable.Query::key).distinct())
                .hasSize(texts.length);
        assertThat(table.models()).containsExactly("модель");
        assertThat(table.outcomes()).isEqualTo(texts.length);
    }

    @Test
    void aMarkOfTheByteOrderIsNoPartOfTheFiles() throws IOException {
        var table = read("\uFEFF{\"id\":\"a\"}\n", "\uFEFF" + HEADER + "a,m,1,,,,\n");
        assertThat(table.outcomes()).isEqualTo(1);
    }

    @Test
    void aMillionLinesAreRead() throws IOException {
        int queries = 50_000;
        int models = 20;
        try (var texts = Files.newBufferedWriter(folder.resolve("queries.jsonl"));
                var outcomes = Files.newBufferedWriter(folder.resolve("outcomes.csv"))) {
            outcomes.write(HEADER);
            for (int i = 0; i < queries; i++) {
                texts.write("{\"id\":\"q%d\",\"text\":\"What is %d?\"}\n".formatted(i, i));
                for (int m = 0; m < models; m++) outcomes.write("q" + i + ",model-" + m + ",0.5,10,20,0.001,300\n");
            }
        }
        var table = OutcomeTableReader.read(folder);
        assertThat(table.size()).isEqualTo(queries);
        assertThat(table.models()).hasSize(models);
        assertThat(table.outcomes()).isEqualTo(1_000_000);
    }

    @Test
    void columnsAreFoundByTheirNames() throws IOException {
        var table = read(QUERIES, "Quality, model ,note,id,cost_usd\n0.5,m,fine,a,0.1\n1,m,,b,\n");
        assertThat(table.quality()[0]).containsExactly(0.5);
        assertThat(table.costUsd()[0]).containsExactly(0.1);
        assertThat(table.costUsd()[1]).containsExactly(Double.NaN);
        assertThat(read(QUERIES, "id,model,quality\na,m,1\n").outcomes()).isEqualTo(1);
    }

    @Test
    void semicolonsAndDecimalCommasAreRead() throws IOException {
        var table = read(QUERIES, "\uFEFFid;model;quality;cost_usd\r\na;\"one; two\";0,5;0,001\r\n");
        assertThat(table.models()).containsExactly("one; two");
        assertThat(table.quality()[0]).containsExactly(0.5);
        assertThat(table.costUsd()[0]).containsExactly(0.001);
    }

    @Test
    void outcomesInAnotherEncodingAreRefusedWithTheirLine() throws IOException {
        Files.writeString(folder.resolve("queries.jsonl"), QUERIES);
        Files.write(
                folder.resolve("outcomes.csv"),
                "id,model,quality\na,m,1\na,mod\u00e8le,1\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> OutcomeTableReader.read(folder))
                .withMessageContaining("outcomes.csv`, line 3: it is not UTF-8")
                .withMessageContaining("iconv");
        Files.write(folder.resolve("outcomes.csv"), "id,model,quality\na,m,1\n".getBytes(StandardCharsets.UTF_16));
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> OutcomeTableReader.read(folder))
                .withMessageContaining("line 1: it is not UTF-8");
    }

    @Test
    void anotherHeaderIsRefused() {
        refused(QUERIES, "id,model,score\na,m,1\n", "line 1", "there is no column `quality`");
        refused(QUERIES, "id,model,qualty\na,m,1\n", "line 1", "Is it the one that is called `qualty`?");
        refused(QUERIES, "id,model,quality,cost_us\na,m,1,1\n", "line 1", "Did you mean `cost_usd`?");
        refused(QUERIES, "id,model,quality,id\na,m,1,a\n", "line 1", "the column `id` comes twice");
        refused(QUERIES, "", "is empty");
        refused(QUERIES, HEADER, "has no outcomes");
    }

    @Test
    void wrongQueriesAreNamedByFileAndLine() {
        refused("{\"id\": \"a\"}\n{\"id\": \"a\"}\n", HEADER, "queries.jsonl`, line 2", "`a` comes twice");
        refused("{\"id\": \"a\"}\n{\"id\": ", HEADER, "line 2", "not JSON");
        refused("[1]\n", HEADER, "line 1", "an object with a text `id`");
        refused("{\"id\": \" \"}\n", HEADER, "line 1", "give every query its own");
        refused("{\"text\": \"x\"}\n", HEADER, "line 1", "give every query its own");
        refused("{\"id\": 7}\n", HEADER, "line 1", "an object with a text `id`");
        refused("{\"id\": \"a\", \"text\": [1]}\n", HEADER, "line 1", "`text` must be a text or null");
        refused("\n", HEADER, "has no queries");
    }

    @Test
    void whatIsNotUtf8IsRefused() throws IOException {
        Files.write(folder.resolve("queries.jsonl"), "{\"id\": \"\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(folder.resolve("outcomes.csv"), HEADER);
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> OutcomeTableReader.read(folder))
                .withMessageContaining("not UTF-8");
    }

    @Test
    void aMissingFolderOrFileSaysWhatIsNeeded() throws IOException {
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> OutcomeTableReader.read(folder.resolve("none")))
                .withMessageContaining("there is no folder");
        Files.writeString(folder.resolve("queries.jsonl"), QUERIES);
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> OutcomeTableReader.read(folder))
                .withMessageContaining("outcomes.csv`");
    }
}
