package dev.signalbox.standard.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import dev.signalbox.testkit.MonitorKit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RepetitionMonitorTest extends MonitorKit {
    private static final String BEFORE = "The box stands between the two lines, and its levers are locked. ";

    /// What is not said yet keeps this much back from the client.
    private static final int HELD_CHARS = 200;

    private static final int HEARD_MAX = 500;

    @Override
    protected Monitor monitor() {
        return new RepetitionMonitor();
    }

    @Override
    protected Stream<String> bad() {
        return loops();
    }

    static Stream<String> loops() {
        return Stream.of(
                "the same again and ".repeat(80),
                "!".repeat(3_000),
                "日本".repeat(300),
                "abcdefgh".repeat(300),
                "no\n".repeat(300),
                "word ".repeat(300),
                "\n".repeat(3_000),
                "| Japan | Tokyo |\n".repeat(60),
                "The sea is wide,\nThe sea is wide,\nThe sea is wide.\n\n".repeat(30),
                "Question: Say it in French: I like to eat apples and pears.\nAnswer: I like to eat apples and pears.\n\n"
                        .repeat(20),
                ("The keeper climbed the stairs, lit the lamp, and looked out over the sea for a ship in need. Nobody came, "
                                + "and the night was long, and the wind blew from the north, cold and strong as ever. He thought "
                                + "of his brother, who had gone to sea long ago, and wrote him a letter that nobody would read.\n\n")
                        .repeat(9),
                numbered("%d.\n", 400),
                numbered("| x | %d | 7 | 8 |\n", 200),
                numbered("| 1 | %d | %<d |\n", 200),
                numbered("## Step %d: Simplify\nWe simplify it and get the same expression as before.\n", 40),
                numbered("%d bottles, ", 200),
                "He had been inspired by the work of others and had been inspired by the work of others. ".repeat(9),
                Stream.of("and", "but", "and so", "and", "so", "but")
                        .map(word -> word + " he was told to build the house of his father, ")
                        .collect(Collectors.joining())
                        .repeat(3),
                "```\n" + "print(a)\nprint(b)\n".repeat(100) + "```");
    }

    private static String numbered(String line, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(line::formatted).collect(Collectors.joining());
    }

    @Override
    protected Stream<String> good() {
        return Stream.of(
                "",
                "word ".repeat(30),
                "It is a long and quite ordinary sentence about signal boxes, points, levers and the people who work there.",
                // Tables, with squares, cubes, and cells that are often the same.
                IntStream.range(0, 400)
                        .mapToObj(i -> "| row " + i + " | " + i * i + " |\n")
                        .collect(Collectors.joining()),
                IntStream.range(0, 60)
                        .mapToObj(i ->
                                "| " + i + " | " + (i % 3 == 0 ? "yes" : "no") + " | open | " + i * 7 % 11 + " |\n")
                        .collect(Collectors.joining()),
                "|---|---|---|\n" + "| | | |\n".repeat(20),
                // Records whose fields are alike.
                IntStream.range(0, 60)
                        .mapToObj(i -> "{\"id\": %d, \"name\": \"item %d\", \"price\": %d, \"stock\": %d},\n"
                                .formatted(i, i, 17 * i % 23, i * i % 31))
                        .collect(Collectors.joining("", "```json\n[\n", "]\n```")),
                // Code: a board, setters, cases, a sum of equal terms.
                "```python\nboard = [\n" + "    [0, 0, 0, 0, 0, 0, 0, 0],\n".repeat(8) + "]\n```",
                Stream.of("name", "age", "city", "street", "phone", "mail", "title", "note")
                        .map(name -> "    public void set%s(String %s) {\n        this.%s = %s;\n    }\n\n"
                                .formatted(name, name, name, name))
                        .collect(Collectors.joining("", "```java\n", "```")),
                "```c\n" + numbered("    case %d: return %<d;\n", 10) + "```",
                "\\[" + "\\frac{1}{2} \\times ".repeat(9) + "\\frac{1}{2}\\]",
                // Verses with a refrain, a ruler, a form.
                Stream.of("hill", "wood", "lake", "town")
                        .map(place -> "Over the " + place + " we go,\nSing, my friends, sing high, sing low,\n"
                                + "Sing, my friends, sing high, sing low,\nHome again to the " + place + ".\n\n")
                        .collect(Collectors.joining()),
                "-".repeat(120) + "\nName: " + "_".repeat(80) + "\nCity: " + "_".repeat(80),
                // The table of seven.
                IntStream.rangeClosed(1, 12)
                        .mapToObj(i -> "7 x %d = %d\n".formatted(i, 7 * i))
                        .collect(Collectors.joining()),
                numbered("%d. Practise the scales for a quarter of an hour.\n", 6));
    }

    @ParameterizedTest
    @MethodSource("loops")
    void aLoopIsFoundBeforeMuchOfItIsHeard(String loop) {
        int at = foundAt("Tell me of it.", BEFORE + loop);

        assertThat(at - HELD_CHARS).isLessThanOrEqualTo(BEFORE.length() + HEARD_MAX);
    }

    /// After how many characters it was found; as if never where it was not.
    private static int foundAt(String prompt, String text) {
        var watch = new RepetitionMonitor().watch(Request.of("r", "auto", prompt, Instant.MAX), Signals.NONE);
        for (int at = 0; at < text.length(); at++) {
            var delta = new Delta(0, text.substring(at, at + 1), List.of(), Optional.empty());
            if (watch.heard(delta) != null) return at + 1;
        }
        return Integer.MAX_VALUE;
    }

    private static OptionalInt found(String prompt, String text) {
        int at = foundAt(prompt, text);
        return at == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(at);
    }

    @Test
    void whoAsksForCountingGetsIt() {
        var counting = numbered("%d, ", 500);
        assertThat(found("Count from 1 to 500, please.", counting)).isEmpty();
        assertThat(found("List 20 animals.", counting)).isPresent();
        assertThat(found("What happened in 1850?", counting)).isPresent();
        assertThat(found("Count to a hundred.", numbered("%d\n", 100))).isEmpty();
        var bottles = IntStream.iterate(99, i -> i > 0, i -> i - 1)
                .mapToObj(
                        "%d bottles of beer on the wall, %<d bottles of beer. Take one down, pass it around.\n"
                                ::formatted)
                .collect(Collectors.joining());
        assertThat(found("Sing all verses of 99 bottles.", bottles)).isEmpty();
        assertThat(found("Sing a song.", bottles)).isPresent();
    }

    @Test
    void whoAsksForRepetitionGetsAsMuchAsTheyWant() {
        var again = "I shall not talk in class.\n";
        assertThat(found("Write 100 times: I shall not talk in class.", again.repeat(100)))
                .isEmpty();
        assertThat(found("Write 100 times: I shall not talk in class.", again.repeat(200)))
                .isPresent();
        assertThat(found("Write 100 lines about school.", again.repeat(100))).isPresent();
    }

    /// A length and a story's own words are no wish for the same again.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "A man of 22 years repeatedly rows over a lake. Describe it in 3000 words.",
                "Repeat my argument in your own words, in 500 words.",
                "Summarise the repeated attempts in 2000 characters.",
                "Write a 1200-word story in which it rains again and again."
            })
    void whoAsksForALengthGetsNoLoop(String prompt) {
        assertThat(foundAt(prompt, BEFORE + "and then he rows back over the lake, ".repeat(100)))
                .isLessThan(HEARD_MAX);
    }

    @Test
    void evidenceQuotesNothing() {
        assertThat(finding(List.of("secret ".repeat(200))))
                .map(Finding::evidence)
                .hasValueSatisfying(evidence -> assertThat(evidence)
                        .doesNotContain("secret")
                        .startsWith("the same 40 times since character 1, at character 28"));
    }

    static List<Map.Entry<String, JsonNode>> answers() throws IOException {
        try (var file = RepetitionMonitorTest.class.getResourceAsStream("smollm2-answers.jsonl")) {
            var json = new JsonMapper();
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(json::readTree)
                    .map(answer -> Map.entry(answer.path("prompt").asString(), answer))
                    .toList();
        }
    }

    /// Of a small model's real answers, the loops are found before they end, and what is merely long is left alone.
    @ParameterizedTest
    @MethodSource("answers")
    void realLoopsAreFound(Map.Entry<String, JsonNode> answer) {
        var found = found(answer.getKey(), answer.getValue().path("answer").asString());

        assertThat(found.isPresent()).isEqualTo(answer.getValue().path("loop").booleanValue());
    }
}
