package dev.signalbox.standard.sensor;

import static dev.signalbox.standard.Cases.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RoutableTextTest {
    private static final String LONG =
            "How does an interlocking keep two trains apart where their ways cross? ".repeat(2);

    private static String of(String... turns) {
        return RoutableText.of(conversation(turns).messages());
    }

    @Test
    void aLongLastTurnStandsForItself() {
        assertThat(of("SYSTEM: Be brief.", "USER: Hello", "ASSISTANT: Hi", "USER: " + LONG))
                .isEqualTo(LONG);
    }

    @Test
    void aShortLastTurnIsFollowedByTheEarlierOnesNewestFirstAndTheSystemPrompt() {
        assertThat(of("SYSTEM: Be brief.", "USER: One", "ASSISTANT: Hi", "USER: Two", "USER: Yes, please"))
                .isEqualTo("Yes, please\n\nTwo\n\nOne\n\nBe brief.");
    }

    @Test
    void whatAToolSaidAfterTheUserIsNotWhatTheUserAsked() {
        assertThat(of("USER: " + LONG, "TOOL: 42")).isEqualTo(LONG);
    }

    @Test
    void whereNoUserHasSpokenTheLastTurnCounts() {
        assertThat(of("SYSTEM: Write a poem.")).isEqualTo("Write a poem.");
        assertThat(of("SYSTEM: Write a poem.", "USER: ")).isEqualTo("Write a poem.");
        assertThat(of("USER:  ")).isEmpty();
    }

    @Test
    void contextIsBounded() {
        var history = "x".repeat(50_000);
        assertThat(of("SYSTEM: " + history, "USER: " + history, "USER: Yes"))
                .hasSizeLessThan(1_400)
                .startsWith("Yes");
    }

    @Test
    void ofATextThatIsTooLongTheBeginningAndTheEndAreKept() {
        var cut = RoutableText.cut("begin " + "x".repeat(50_000) + " end");
        assertThat(cut)
                .hasSize(RoutableText.CHARS_MAX)
                .startsWith("begin ")
                .endsWith(" end")
                .contains("…");
    }

    @Property
    void aCutNeverSplitsACharacter(@ForAll @IntRange(max = 3) int shift) {
        var cut = RoutableText.cut("x".repeat(shift) + "𠀀".repeat(8_000));
        assertThat(cut).hasSizeLessThanOrEqualTo(RoutableText.CHARS_MAX);
        assertThat(cut.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF))
                .isTrue();
    }
}
