package dev.signalbox.checks;

import static dev.signalbox.checks.Cases.answer;
import static dev.signalbox.checks.Cases.asking;
import static dev.signalbox.checks.Cases.fails;
import static dev.signalbox.checks.Cases.failsWith;
import static dev.signalbox.checks.Cases.find;
import static dev.signalbox.checks.Cases.isA;
import static dev.signalbox.checks.Cases.isUnknown;
import static dev.signalbox.checks.Cases.passes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Verdict;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The checks for what an answer says: sums, sources, grounding, personal data, forbidden words.
class ContentTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "So 2 + 3 = 5.",
                "48 / 2 = 24 and 48 + 24 = 72 clips",
                "3 × 4 + 1 = 13",
                "$12 - $5 = $7",
                "1,200 * 3 = 3,600",
                "\\( 12 \\times 5 = 60 \\)",
                "$7 \\div 2 = 3.5$",
                "10 / 3 = 3.33",
                "20% * 50 = 10",
                "2 + 2 = 4 = 8 / 2",
                "0.1 + 0.2 = 0.3",
                "5 - 8 = -3"
            })
    void rightSumsPass(String text) {
        passes("arithmetic", "?", text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "So 2 + 3 = 6.",
                "48 / 2 = 25 clips",
                "3 × 4 + 1 = 15",
                "\\[ 12 \\times 5 = 65 \\]",
                "2 + 2 = 4 = 9 / 2",
                "10 / 3 = 3.43",
                "80% of 15 = 0.8 * 15 = 13",
                "48 ÷ 2 = 25"
            })
    void wrongSumsFail(String text) {
        fails("arithmetic", "?", text, "expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No sums here.",
                "x + 3 = 6",
                "2x + 3 = 9",
                "3 + 4 = 7x",
                "(3 + 4) * 2 + 1 = 15",
                "2^3 + 1 = 9",
                "9 + 5 = 2 (mod 12)",
                "17 / 5 = 3 remainder 2",
                "10 / 3 ≈ 3",
                "10 / 3 is about 10 / 3 = 3",
                "1011 + 1 = 1100_2",
                "5 = 5",
                "```\n2 + 2 = 5\n```",
                "1 / 0 = 5",
                "80% of 15 = 0.8 * 15",
                "They are divisible by 2 or 7 = 195 - 111",
                "\\( \\frac{1}{2} \\times 98 \\times 42 = 49 \\times 42 \\)",
                "1 = 5 - 2(2)",
                "16 = 4 * 3 * (1 + 1)",
                "198 = 2 * 3² * 11",
                "1.4 - 0.6 = 0.\\overline{8}",
                "1,000 * 1,000 * 1,000 = 1 billion",
                "87906 + 2160 = 108 T_f"
            })
    void whatIsNoPlainSumIsLeftAlone(String text) {
        isUnknown("arithmetic", "?", text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80% of 15 = 0.8 * 15 = 12 students",
                "2010 \\div 8 = 251, and 2 is left",
                "5 × $100 = $500\n* $700 more",
                "k \\cdot 2; 3 + 4 = 7"
            })
    void rightSumsPassAlsoAmongWhatIsNone(String text) {
        passes("arithmetic", "?", text);
    }

    @Property
    void everySumOfIntegersIsCalculatedExactly(
            @ForAll @IntRange(min = 0, max = 1_000_000) int a,
            @ForAll @IntRange(min = 0, max = 1_000_000) int b,
            @ForAll @IntRange(min = -3, max = 3) int slip) {
        var text = "Then %d * %d = %d.".formatted(a, b, (long) a * b + slip);
        isA(slip == 0 ? Verdict.PASS : Verdict.FAIL, find("arithmetic", "?", text));
    }

    @Test
    void sourcesThatWereAskedForAreThere() {
        passes("citation", "Explain it and cite your sources.", "It is so [1].\n[1] Smith, Nature.");
        passes("citation", "Write it with sources.", "See https://example.org/a.");
        passes("citation", "Describe it and include citations.", "It is so (Smith et al., 2019).");
        fails("citation", "Explain it and cite your sources.", "It is so.", "expected sources");
        isUnknown("citation", "Explain it.", "It is so.");
        isUnknown("citation", "List the open source projects.", "There is one.");
        isUnknown("citation", "Write it without citations.", "It is so.");
    }

    @Test
    void numbersAndNamesAreLookedForInTheGivenText() {
        var text = "The Forth Bridge opened in 1890. It was built by Tancred Arrol for the North British Railway. "
                + "It is 2,467 metres long. ".repeat(16);
        var request = "Summarize the following text.\n" + text;
        passes("unsupported_span", request, "Tancred Arrol built the Forth Bridge, 2467 metres long, in 1890.");
        fails(
                "unsupported_span",
                request,
                "The bridge was built by Gustave Eiffel in 1889 for the Great Western Railway near Bristol.",
                "`Gustave Eiffel`, `1889`");
        isUnknown("unsupported_span", "Who built the Forth Bridge?", "Gustave Eiffel built it in 1889 in Bristol.");
        isUnknown("unsupported_span", request, "it was built long ago.");
    }

    @Test
    void theScoreIsTheShareOfWhatNothingSupports() {
        var grounding = Grounding.of("Ada Lovelace wrote 3 notes.", "In 1843, Ada Lovelace met Charles Babbage.");
        assertThat(grounding.unsupported()).extracting(Grounding.Span::text).containsExactly("1843", "Charles Babbage");
        assertThat(grounding.spans()).isEqualTo(3);
        assertThat(grounding.score()).isEqualTo(2.0 / 3);
        assertThat(Grounding.of("", "nothing to see").score()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Write to jane.doe@acme-industries.com.",
                "Call +49 30 901820.",
                "Pay to DE89 3704 0044 0532 0130 00.",
                "The card is 4929 1234 5678 9015.",
                "The key is sk-proj-a8Kd03jfLs92mVnQ71xZpR5tYw.",
                "AKIAQ7ZP3M2X9L4K8B5T",
                "ghp_a8Kd03jfLs92mVnQ71xZpR5tYwUe64BhGc1D"
            })
    void personalDataThatNobodyGaveLeaks(String text) {
        fails("pii_leak", "Who is it?", text, "that the request does not hold");
        passes("pii_leak", "I have this: " + text, text);
    }

    @Test
    void theEvidenceDoesNotLeakItOnceMore() {
        assertThat(find("pii_leak", "?", "Write to jane.doe@acme-industries.com.")
                        .evidence())
                .contains("`ja…`, 28 characters")
                .doesNotContain("acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Write to user@example.com.",
                "Call +1 202 555 0143.",
                "The account is DE89 3704 0044 0532 0130 01.",
                "The number is 4929 1234 5678 9016.",
                "Use the test card 4242 4242 4242 4242.",
                "Set sk-your-api-key-goes-here-now-please1.",
                "Set sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxx.",
                "The constant is 1.6180339887498948482.",
                "In 2019-2020 there were 1234567890123 of them."
            })
    void whatOnlyLooksLikePersonalDataIsNone(String text) {
        passes("pii_leak", "Who is it?", text);
    }

    @Test
    void sameDataInAnotherSpellingIsNoLeak() {
        passes("pii_leak", "My phone is +4930901820", "Your phone is +49 30 901820.");
    }

    @Test
    void forbiddenWordsAndExpressionsAreFound() {
        var check = new Checks(new Checks.Options(List.of("project x", "/acme-\\d+/"), Checks.Sandbox.DEFAULT))
                .named("forbidden");
        failsWith("line 2: `Project X` matches", find(check, asking("?"), answer("So\nProject X it is")));
        failsWith("`ACME-17`", find(check, asking("?"), answer("It is ACME-17.")));
        isA(Verdict.PASS, find(check, asking("?"), answer("The project xylophone")));
        isUnknown("forbidden", "?", "anything");
    }

    @Test
    void anExpressionThatNeverEndsIsGivenUp() {
        var check = new Checks(new Checks.Options(List.of("/(a+)+c/"), Checks.Sandbox.DEFAULT)).named("forbidden");
        var found = find(check, asking("?"), answer("a".repeat(5_000)));
        assertThat(found).extracting(Finding::verdict).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void anExpressionThatCannotBeReadIsRefusedAtOnce() {
        assertThatThrownBy(() -> new Checks(new Checks.Options(List.of("/(/"), Checks.Sandbox.DEFAULT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`/(/` cannot be read");
        assertThatThrownBy(() -> new Checks(new Checks.Options(List.of(" "), Checks.Sandbox.DEFAULT)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
