package dev.signalbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Answer.Choice;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import dev.signalbox.run.AnswerPart.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AnswerPartsTest {
    private static List<AnswerPart> pieces(String text) {
        return AnswerParts.of(Answer.of(text, Usage.NONE));
    }

    private static List<String> names(String text) {
        return pieces(text).stream().map(AnswerPart::name).toList();
    }

    @Test
    void codeAndTheProseAroundItComeApart() {
        var pieces = pieces("Here it is:\n\n```java\nclass A {}\n```\n\nBecause of tests.");
        assertThat(pieces).extracting(AnswerPart::name).containsExactly("prose 1", "code 1", "prose 2");
        assertThat(pieces.get(1).text()).isEqualTo("```java\nclass A {}\n```\n");
    }

    @Test
    void aFenceEndsWithOneAtLeastAsLong() {
        assertThat(names("````md\n```\nx\n```\n````\nwords")).containsExactly("code 1", "prose 1");
        assertThat(names("```\nnever closed")).containsExactly("code 1");
        assertThat(names("words with ```inline``` code\nand more")).containsExactly("prose 1");
    }

    @Test
    void jsonThatFillsItsLinesIsAPiece() {
        assertThat(names("This:\n{\"a\": [1, \"}\"],\n \"b\": 2}\nand that."))
                .containsExactly("prose 1", "json 1", "prose 2");
        assertThat(names("{not closed\nwords")).containsExactly("prose 1");
        assertThat(names("[1] says so\nwords")).containsExactly("prose 1");
    }

    @Test
    void numberedAnswersComeApartWhereThereIsNothingElse() {
        assertThat(names("Both:\n1. Bern\n   on the Aare\n2. Paris\n")).containsExactly("prose 1", "item 1", "item 2");
        assertThat(names("1. only one")).containsExactly("prose 1");
    }

    @Test
    void toolCallsAreOnePiece() {
        var call = new ToolCall("1", "weather", "{}");
        var answer = new Answer(
                List.of(new Choice(0, "I look.", List.of(call, call), Finish.TOOLS)), Usage.NONE, Optional.empty());
        assertThat(AnswerParts.of(answer)).extracting(AnswerPart::kind).containsExactly(Kind.PROSE, Kind.TOOLS);
        assertThat(AnswerParts.of(answer)).extracting(AnswerPart::finish).containsExactly(Finish.DONE, Finish.TOOLS);
    }

    @Test
    void severalChoicesDoNotComeApart() {
        var choice = new Choice(0, "a", List.of(), Finish.DONE);
        assertThat(AnswerParts.of(new Answer(List.of(choice, choice), Usage.NONE, Optional.empty())))
                .isEmpty();
    }

    @Test
    void ofAWordyReplyOnlyTheKindThatWasAskedForIsTaken() {
        var pieces = pieces("Old words.\n\n```py\nold\n```\n");
        var reply = Answer.of("Sure!\n```py\nnew\n```\nThat is it.", Usage.NONE);
        assertThat(pieces.get(1).saying(reply).text()).isEqualTo("```py\nnew\n```\n");
        assertThat(pieces.get(0).saying(Answer.of("New words.", Usage.NONE)).text())
                .isEqualTo("New words.\n\n");
        assertThat(pieces.get(1).saying(Answer.of("new", Usage.NONE)).text()).isEqualTo("```py\nnew\n```\n");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "words\n",
                        "\n",
                        "```java\n",
                        "```\n",
                        "~~~\n",
                        "{\"a\": 1}\n",
                        "{\n",
                        "}\n",
                        "1. a\n",
                        "2. b",
                        "[\n",
                        "x")
                .list()
                .ofMaxSize(30)
                .map(lines -> String.join("", lines));
    }

    @Property
    void thePiecesInOrderAreTheText(@ForAll("texts") String text) {
        var pieces = pieces(text);
        assertThat(pieces).hasSizeLessThanOrEqualTo(AnswerParts.MOST);
        assertThat(pieces).extracting(AnswerPart::name).doesNotHaveDuplicates();
        if (text.isBlank()) assertThat(pieces).isEmpty();
        else {
            assertThat(pieces.stream().map(AnswerPart::text).collect(Collectors.joining()))
                    .isEqualTo(text);
            assertThat(AnswerParts.join(pieces, Usage.NONE)).isEqualTo(Answer.of(text, Usage.NONE));
        }
    }
}
