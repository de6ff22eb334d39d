package dev.signalbox.standard.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.standard.check.Fences.Fence;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;

class FencesTest {
    @Test
    void blocksAreFoundWithTheirLanguageAndPlace() {
        var text = "Look:\n```Python\nx = 1\n```\nand\n~~~\ny\n~~~";
        assertThat(Fences.in(text))
                .containsExactly(
                        new Fence("python", "x = 1\n", 6, 26, true), new Fence("", "y\n", 30, text.length(), true));
    }

    @Test
    void aBlockThatIsNotClosedEndsWithTheText() {
        assertThat(Fences.in("```java\nint x")).containsExactly(new Fence("java", "int x", 0, 13, false));
        assertThat(Fences.in("```")).containsExactly(new Fence("", "", 0, 3, false));
    }

    @Test
    void longerFencesHoldShorterOnes() {
        assertThat(Fences.in("````md\n```\nx\n```\n````"))
                .extracting(Fence::code)
                .containsExactly("```\nx\n```\n");
    }

    @Test
    void fencesInListsAndWindowsLinesAreFences() {
        assertThat(Fences.in("1. So:\r\n   ```js\r\n   f()\r\n   ```\r\n"))
                .extracting(Fence::language, Fence::closed)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("js", true));
    }

    @Test
    void backticksInASentenceAreNoFence() {
        assertThat(Fences.in("```x``` is a span")).isEmpty();
        assertThat(Fences.in("Write ```x``` so.")).isEmpty();
    }

    @Test
    void onlyAWholeBlockIsUnwrapped() {
        assertThat(Fences.unwrap(" \n```json\n{}\n```\n ")).isEqualTo("{}\n");
        assertThat(Fences.unwrap("Here:\n```json\n{}\n```")).isEqualTo("Here:\n```json\n{}\n```");
        assertThat(Fences.unwrap("```json\n{}")).isEqualTo("```json\n{}");
    }

    @Property
    void blocksStandInOrderAndInsideTheText(
            @ForAll @Chars({'`', '~', '\n', ' ', '\r'}) @CharRange(from = 'a', to = 'c') String text) {
        int at = 0;
        for (var fence : Fences.in(text)) {
            assertThat(fence.start()).isGreaterThanOrEqualTo(at);
            assertThat(text.substring(fence.start(), fence.end())).contains(fence.code());
            at = fence.end();
        }
        assertThat(at).isLessThanOrEqualTo(text.length());
    }
}
