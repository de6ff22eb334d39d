package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.standard.quality.SnapshotFile;
import dev.signalbox.store.SqliteJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinesTest {
    @TempDir
    private Path folder;

    private static Run run(String... arguments) {
        return run(Map.of("KEY", "sk-hidden"), arguments);
    }

    private static Run run(Map<String, String> variables, String... arguments) {
        return Run.of(variables, arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "check",
                "train",
                "evaluate",
                "benchmark",
                "onboard",
                "distill",
                "gate",
                "import",
                "explain",
                "upstream",
                "demo",
                "version"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        var run = run(command, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("Usage: signalbox " + command)
                .containsPattern("Examples?:")
                .contains("signalbox " + command);
    }

    @Test
    void theProgramListsItsCommands() {
        assertThat(run("--help").out())
                .contains("serve", "check", "train", "evaluate", "benchmark", "explain", "upstream", "demo");
        assertThat(run("version").out()).contains("signalbox 0.", "Java 25");
        assertThat(run("--version").out()).isEqualTo(run("version").out());
    }

    @Test
    void aWrongCallSaysWhatWasMeantAndEndsWithTwo() {
        var command = run("serv");
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.error()).contains("serv", "Did you mean", "serve");
        for (var help : new String[] {"--help", "-h"}) {
            var unknown = run("trian", help);
            assertThat(unknown.code()).isEqualTo(2);
            assertThat(unknown.error()).contains("trian", "Did you mean", "train");
            assertThat(unknown.out()).isEmpty();
        }
        var option = run("train", "--outcome", "x", "--out", "y");
        assertThat(option.code()).isEqualTo(2);
        assertThat(option.error()).contains("--outcomes", "`signalbox train --help` says more.");
        assertThat(run().code()).isEqualTo(2);
        assertThat(run("check").code()).isEqualTo(2);
        assertThat(run("demo", "--prompts", "0").code()).isEqualTo(2);
        assertThat(run("evaluate", "--train", "a").error()).contains("name two tables");
        assertThat(run("evaluate", "--outcomes", "a", "--methods", "knn,defualt")
                        .error())
                .contains("there is no method `defualt`. Did you mean `default`?");
        assertThat(run("evaluate", "--train", "a", "--test", "b", "--splits", "2")
                        .error())
                .contains("`--splits` splits one table");
        assertThat(run("evaluate", "--outcomes", "a", "--labels", "20").error())
                .contains("go with `--regime routellm`");
        assertThat(run("upstream", "--answers", "x", "--fault", "small=0.5:stal")
                        .error())
                .contains("Did you mean `stall`?");
    }

    @Test
    void aRightFileIsSaidToBeRight() throws IOException {
        var file = Files.writeString(folder.resolve("signalbox.yaml"), """
                providers:
                  openai: {url: "https://api.openai.com/v1", key: "${KEY}"}
                models:
                  gpt-5: {provider: openai}
                """);
        var run = run("check", file.toString());
        assertThat(run.code()).as(run.error()).isZero();
        assertThat(run.out()).contains("is right. Providers: 1, models: 1, routes: 0.");
    }

    @Test
    void whatIsProbablyNotMeantIsWarnedOf() throws IOException {
        var file = Files.writeString(folder.resolve("signalbox.yaml"), """
                encoder: {kind: none}
                providers: {p: {url: "http://127.0.0.1:1/v1"}}
                models:
                  a: {provider: p, price: {input: 1, output: 1}}
                  b: {provider: p, price: {input: 1, output: 1}}
                routes:
                  all: {models: [a, b]}
                  german: {models: [a], when: language == "de"}
                """);
        var run = run("check", file.toString());
        assertThat(run.code()).as(run.error()).isZero();
        assertThat(run.out())
                .contains(
                        "Warning: `auto` never takes route `german`, since route `all` before it takes every request.");
    }

    @Test
    void aCheckNeedsNoSecretsWhereItIsTold() throws IOException {
        var file = Files.writeString(folder.resolve("signalbox.yaml"), """
                server: {keys: {one: "${ONE}", two: "${TWO}"}}
                providers: {p: {url: "http://127.0.0.1:1/v1", key: "${NOT_SET}"}}
                models: {a: {provider: p, price: {input: 1, output: 1}}}
                """);
        assertThat(run("check", file.toString()).error()).contains("`NOT_SET` is not set");
        var run = run("check", "--without-secrets", file.toString());
        assertThat(run.code()).as(run.error()).isZero();
    }

    @Test
    void aSnapshotThatIsDamagedOrOfOtherModelsIsFoundByCheck() throws IOException {
        var snapshot = folder.resolve("router.safetensors");
        var settings = Files.writeString(folder.resolve("signalbox.yaml"), """
                snapshot: router.safetensors
                encoder: {kind: static}
                providers: {p: {url: "http://127.0.0.1:1/v1"}}
                models:
                  small: {provider: p, price: {input: 1, output: 1}}
                  other: {provider: p, price: {input: 1, output: 1}}
                routes: {default: {models: [small, other]}}
                """);
        Files.writeString(snapshot, "no snapshot");
        var damaged = run("check", settings.toString());
        assertThat(damaged.code()).isEqualTo(1);
        assertThat(damaged.error()).contains("router.safetensors").doesNotContain("\tat ");
        var trained =
                run("train", "--encoder", "static", "--outcomes", table(60).toString(), "--out", snapshot.toString());
        assertThat(trained.code()).as(trained.error()).isZero();
        var unlearned = run("check", settings.toString());
        assertThat(unlearned.code()).as(unlearned.error()).isZero();
        assertThat(unlearned.out())
                .contains("Warning: The snapshot knows", "of the 2 models of route `default`", "`other`");
        Files.writeString(settings, Files.readString(settings).replace("kind: static", "kind: minilm"));
        assertThat(run("check", settings.toString()).error()).contains("trained with the encoder");
    }

    @Test
    void anOutputThatCannotBeWrittenIsSaidBeforeTheWorkBegins() throws IOException {
        var place = Files.createDirectories(folder.resolve("place"));
        var table = table(60).toString();
        var isFolder = run("train", "--outcomes", table, "--out", place.toString());
        assertThat(isFolder.code()).isEqualTo(1);
        assertThat(isFolder.error()).contains("`" + place + "` is a folder").doesNotContain("encode");
        var file = Files.writeString(folder.resolve("file"), "x");
        var below = run(
                "evaluate",
                "--outcomes",
                table,
                "--html",
                file.resolve("report.html").toString());
        assertThat(below.error()).contains("`" + file + "` is no folder").doesNotContain("encode");
        var missing = run(
                "train",
                "--outcomes",
                folder.resolve("none").toString(),
                "--out",
                folder.resolve("x").toString());
        assertThat(missing.error()).contains("there is no folder");
    }

    @Test
    void aWrongFileIsToldWithAllMistakesAndNoStackTrace() throws IOException {
        var file = Files.writeString(folder.resolve("signalbox.yaml"), "modls: {}\nserver: {port: x}\n");
        for (var command : new String[] {"check", "serve"}) {
            var run = run(command, file.toString());
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.error().lines().toList())
                    .hasSize(3)
                    .anyMatch(line -> line.endsWith("there is no setting `modls`. Did you mean `models`?"))
                    .anyMatch(line -> line.contains("signalbox.yaml:2:16: "));
        }
    }

    @Test
    void serveWithoutAnythingSaysHowToBegin() {
        var run = run(Map.of(), "serve");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.error()).contains("OPENAI_API_KEY", "OLLAMA_HOST", "signalbox serve FILE", "signalbox demo");
    }

    @Test
    void whatIsMissingIsToldInOneLine() {
        assertThat(run("train", "--outcomes", folder.resolve("none").toString(), "--out", "x")
                        .error())
                .hasLineCount(1)
                .contains("there is no folder", "queries.jsonl");
        assertThat(run(
                                "explain",
                                "req_x",
                                "--journal",
                                folder.resolve("none.db").toString())
                        .error())
                .hasLineCount(1)
                .contains("does not exist");
        assertThat(run("upstream", "--answers", folder.resolve("none.jsonl").toString())
                        .error())
                .hasLineCount(1)
                .contains("there is no file");
        assertThat(run("--debug", "train", "--outcomes", folder.resolve("none").toString(), "--out", "x")
                        .error())
                .contains("\tat dev.signalbox");
    }

    @Test
    void aRequestIsExplainedFromTheJournal() {
        var file = folder.resolve("journal.db");
        var request = Request.of("req_1", "auto", "What is 2 + 2?", Instant.parse("2026-01-01T00:01:00Z"));
        var at = Instant.parse("2026-01-01T00:00:00Z");
        try (var journal = SqliteJournal.open(SqliteJournal.Options.of(file), InstantSource.fixed(at))) {
            journal.append(new Event.Asked("req_1", at, request));
            journal.append(new Event.Finished(
                    "req_1",
                    at.plusMillis(1234),
                    Optional.of("small"),
                    true,
                    Answer.of("Four.", Usage.of(7, 2)),
                    0.001));
        }
        var told = run("explain", "req_1", "--journal", file.toString());
        assertThat(told.code()).as(told.error()).isZero();
        assertThat(told.out())
                .contains("Request req_1", "2026-01-01 00:00:00.000 UTC", "from       `small`, 1,234 ms", "$0.001000")
                .contains("[not kept", "`journal.capture` is off")
                .doesNotContain("2 + 2", "Four.");
        assertThat(run("explain", "--journal", file.toString()).out()).contains("req_1", "$0.001000", "answered");
        var unknown = run("explain", "req_2", "--journal", file.toString());
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.error()).contains("knows no request `req_2`");
    }

    @Test
    void aTableIsLearntFromAndMeasuredOn() throws IOException {
        var table = table(60);
        var snapshot = folder.resolve("router.safetensors");
        var trained =
                run("train", "--outcomes", table.toString(), "--out", snapshot.toString(), "--quality-source", "judge");
        assertThat(trained.code()).as(trained.error()).isZero();
        assertThat(trained.out()).contains("Learnt from 60 queries and 120 outcomes of 2 models");
        assertThat(trained.error()).containsPattern("encode: \\d+ of 60").doesNotContain("\033");
        assertThat(SnapshotFile.read(snapshot).about().qualitySource()).isEqualTo("judge");

        var json = folder.resolve("result.json");
        var html = folder.resolve("report.html");
        var measured = run(
                "evaluate",
                "--outcomes",
                table.toString(),
                "--holdout",
                "0.5",
                "--resamples",
                "50",
                "--json",
                json.toString(),
                "--html",
                html.toString());
        assertThat(measured.code()).as(measured.error()).isZero();
        assertThat(measured.out()).contains("Learnt from 30 queries", "oracle", "model:small", "dial");
        assertThat(json).content().contains("\"schema\" : \"signalbox.evaluation/");
        assertThat(html).content().contains("<svg");
        var votes = Files.createDirectories(folder.resolve("votes"));
        Files.writeString(
                votes.resolve("votes.jsonl"),
                "{\"id\": 1, \"turns\": [\"Write a poem, No. %d\"], \"strong_won\": 1}\n"
                        .repeat(12)
                        .formatted(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
        var regimes = run(
                "evaluate",
                "--outcomes",
                table.toString(),
                "--regime",
                "routellm",
                "--labels",
                "30",
                "--votes",
                votes.toString(),
                "--resamples",
                "20",
                "--json",
                json.toString(),
                "--html",
                html.toString());
        assertThat(regimes.code()).as(regimes.error()).isZero();
        assertThat(regimes.out()).contains("labels-30", "cross-validated", "transfer-votes", "APGR");
        assertThat(json).content().contains("\"schema\" : \"signalbox.regimes/1\"", "\"transfer-votes\"");
        assertThat(html).content().contains("cross-validated");
        var several = run(
                "evaluate", "--outcomes", table.toString(), "--splits", "2", "--resamples", "20", "--methods", "all");
        assertThat(several.code()).as(several.error()).isZero();
        assertThat(several.out()).contains("means over 2 splits");
        assertThat(run("evaluate", "--train", table.toString(), "--test", table.toString(), "--resamples", "20")
                        .code())
                .isZero();
    }

    @Test
    void theTransformerLearnsToo() throws IOException {
        var snapshot = folder.resolve("router.safetensors");
        var trained =
                run("train", "--encoder", "minilm", "--outcomes", table(20).toString(), "--out", snapshot.toString());
        assertThat(trained.code()).as(trained.error()).isZero();
        assertThat(SnapshotFile.read(snapshot).about().encoder()).startsWith("all-minilm");
        assertThat(run(
                                "train",
                                "--encoder",
                                "minilm",
                                "--table",
                                "own.bin",
                                "--outcomes",
                                folder.resolve("outcomes").toString(),
                                "--out",
                                "x")
                        .error())
                .contains("`--table`");
    }

    @Test
    void distillingTellsWhatIsWrongWithItsTexts() throws IOException {
        var few = Files.writeString(folder.resolve("few.txt"), "one\n\ntwo\n");
        var out = folder.resolve("table.bin");
        assertThat(run("distill", "--texts", few.toString(), "--out", out.toString())
                        .error())
                .contains("100 different texts or more, and there are 2");
        var broken = Files.writeString(folder.resolve("broken.jsonl"), "{\"text\": \"one\"}\n{\n");
        assertThat(run("distill", "--texts", few.toString(), broken.toString(), "--out", out.toString())
                        .error())
                .contains("line 2 is no JSON");
        assertThat(out).doesNotExist();
    }

    @Test
    void theBenchmarkWritesWhichBarsAreCleared() throws IOException {
        var data = Files.createDirectories(folder.resolve("data"));
        Files.move(table(60), data.resolve("routerbench"));
        var report = folder.resolve("docs").resolve("routing.md");
        var run = run(
                "benchmark",
                "--data",
                data.toString(),
                "--out",
                report.toString(),
                "--encoders",
                "static",
                "--splits",
                "2",
                "--resamples",
                "10");
        assertThat(run.code()).as(run.error()).isZero();
        assertThat(run.out()).containsPattern("[01] of 1 bars are cleared");
        assertThat(report).content().contains("| routerbench | 30 % held out |", "AIQ", "Not found", "mmlu_pro");
        assertThat(run("benchmark", "--data", folder.toString(), "--out", "x").error())
                .hasLineCount(1)
                .contains("there is no data set in");
        assertThat(run("benchmark", "--data", data.toString(), "--out", "x", "--sets", "routerbnch")
                        .error())
                .contains("There are: routerbench.");
    }

    private Path table(int queries) throws IOException {
        var table = Files.createDirectories(folder.resolve("outcomes"));
        var texts = new StringBuilder();
        var outcomes = new StringBuilder("id,model,quality,input_tokens,output_tokens,cost_usd,latency_ms\n");
        for (int i = 0; i < queries; i++) {
            texts.append("{\"id\":\"q%d\",\"group\":\"g%d\",\"text\":\"How much is %d plus %d?\"}\n"
                    .formatted(i, i % 2, i, i * i));
            outcomes.append("q%d,small,%d,,,0.0001,\n".formatted(i, i % 2));
            outcomes.append("q%d,large,%s,,,0.001,\n".formatted(i, i % 5 == 0 ? "0" : "1"));
        }
        Files.writeString(table.resolve("queries.jsonl"), texts);
        Files.writeString(table.resolve("outcomes.csv"), outcomes);
        return table;
    }
}
