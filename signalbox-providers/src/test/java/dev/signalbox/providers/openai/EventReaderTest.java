package dev.signalbox.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Json;
import dev.signalbox.providers.openai.AnswerReader.ReadAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EventReaderTest {
    private static final String EVENT =
            "{\"id\":\"c\",\"choices\":[{\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}]}";

    /// What an event says is what it says when it is read on its own, whatever came before.
    @Property(tries = 5000)
    void readsEachEventAsIfItWereTheFirst(@ForAll("streams") List<String> stream) {
        var reader = new EventReader();
        for (var event : stream) {
            var bytes = ("data: " + event).getBytes(StandardCharsets.UTF_8);
            var slice = Json.slice(bytes, 6, bytes.length - 6);
            assertThat(reader.read(slice).map(EventReaderTest::meaning))
                    .isEqualTo(AnswerReader.read(Json.of(event)).map(EventReaderTest::meaning));
        }
    }

    /// Joined or not, a stream says the same of each choice, and ends the same.
    @Property(tries = 5000)
    void whatIsJoinedSaysWhatItsPartsSay(@ForAll("streams") List<String> stream) {
        var apart = new Heard();
        for (var event : stream) AnswerReader.read(Json.of(event)).ifPresent(apart::add);
        var joined = new Heard();
        var reader = new EventReader();
        var events = new ArrayDeque<>(stream.stream().map(Json::of).toList());
        while (!events.isEmpty()) reader.read(reader.joined(events)).ifPresent(joined::add);
        assertThat(joined).usingRecursiveComparison().isEqualTo(apart);
    }

    private static final class Heard {
        final Map<Integer, String> texts = new TreeMap<>();
        final List<ReadAnswer> others = new ArrayList<>();

        void add(ReadAnswer readAnswer) {
            for (var delta : readAnswer.deltas()) texts.merge(delta.choice(), delta.text(), String::concat);
            if (!readAnswer.textAlone()) others.add(meaning(readAnswer));
        }
    }

    @Test
    void piecesThatCameTogetherAreJoinedUpToTheEndOfTheirSentence() {
        assertThat(told("A", " signal", " box", ".", " It", " keeps", "。", "Trains", " apart\\n", "x"))
                .containsExactly("A", " signal box.", " It keeps。", "Trains apart\\n", "x");
    }

    @Test
    void escapesAndOtherScriptsAreJoinedAsTheyAreWritten() {
        assertThat(told("A", "\\\"q", "\\u00fc", "ü", "\\ud83d", "\\ude80"))
                .containsExactly("A", "\\\"q\\u00fcü\\ud83d\\ude80");
    }

    @Test
    void aSentenceWithoutAnEndIsToldInPieces() {
        var told = told(Collections.nCopies(200, " word").toArray(String[]::new));
        assertThat(told).allMatch(piece -> piece.length() <= 260);
        assertThat(String.join("", told)).isEqualTo(" word".repeat(200));
    }

    /// The contents of what the reader makes of events with these, which have all arrived.
    private static List<String> told(String... contents) {
        var reader = new EventReader();
        var events = new ArrayDeque<Json>();
        for (var content : contents) events.add(Json.of(EVENT.formatted(content)));
        var told = new ArrayList<String>();
        while (!events.isEmpty()) {
            var event = reader.joined(events);
            assertThat(reader.read(event)).isPresent();
            var text = event.toString();
            assertThat(text)
                    .startsWith(EVENT.substring(0, EVENT.indexOf("%")))
                    .endsWith(EVENT.substring(EVENT.indexOf("%") + 2));
            told.add(text.substring(EVENT.indexOf("%"), text.length() - (EVENT.length() - EVENT.indexOf("%") - 2)));
        }
        return told;
    }

    private static ReadAnswer meaning(ReadAnswer readAnswer) {
        return new ReadAnswer(
                readAnswer.deltas(),
                readAnswer.usage(),
                readAnswer.choices(),
                readAnswer.thoughtLetters(),
                readAnswer.chances(),
                readAnswer.error(),
                -1,
                false,
                false);
    }

    @Provide
    Arbitrary<List<String>> streams() {
        var contents = Arbitraries.of(
                "\"content\":\"Hi\"",
                "\"content\":\"Hi\"",
                "\"content\":\" there\"",
                "\"content\":\"a\\\"b\\n\"",
                "\"content\":\"\\u00fc, ü\"",
                "\"content\":\"\"",
                "\"content\":null",
                "\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]",
                "\"content\":\"a\",\"content\":\"Hi\"",
                "\"content\":\"Hi\",\"refusal\":\"No\"",
                "\"refusal\":\"No\",\"content\":\"Hi\"",
                "\"content\":\"Hi\",\"reasoning\":\"hm\"",
                "\"content\":\"Hi\",\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\"}}]");
        var before = Arbitraries.of("", "", "\"index\":1,", "\"index\":0,", "\"message\":{\"content\":\"x\"},");
        var after = Arbitraries.of(
                "",
                "",
                ",\"finish_reason\":null",
                ",\"finish_reason\":\"stop\"",
                ",\"logprobs\":{\"content\":[{\"token\":\"Hi\",\"logprob\":-0.1}]}");
        var tails = Arbitraries.of(
                "", "", "", ",\"usage\":{\"completion_tokens\":3}", ",\"error\":{\"message\":\"x\"}", ",");
        var event = Combinators.combine(before, contents, after, tails)
                .as((first, content, last, tail) -> "{\"id\":\"c\",\"choices\":[{" + first + "\"delta\":{" + content
                        + "}" + last + "}]" + tail + "}");
        return event.list().ofMinSize(2).ofMaxSize(8);
    }
}
