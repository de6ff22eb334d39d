package dev.signalbox.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Json;
import dev.signalbox.providers.openai.AnswerReader.Said;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EventReaderTest {
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

    private static Said meaning(Said said) {
        return new Said(
                said.deltas(), said.usage(), said.choices(), said.thoughtLetters(), said.chances(), said.error(), -1);
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
