package dev.signalbox.checks;

import static dev.signalbox.checks.Cases.answer;
import static dev.signalbox.checks.Cases.asking;
import static dev.signalbox.checks.Cases.fails;
import static dev.signalbox.checks.Cases.failsWith;
import static dev.signalbox.checks.Cases.find;
import static dev.signalbox.checks.Cases.isUnknown;
import static dev.signalbox.checks.Cases.passes;

import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Request.Options;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The checks for an answer's language, length and form.
class FormTest {
    private static final String ENGLISH =
            "The quick answer is that water boils at a lower temperature on a high mountain because the air is thin.";
    private static final String GERMAN =
            "Die kurze Antwort lautet, dass Wasser auf einem hohen Berg bei niedrigerer Temperatur kocht, weil die Luft dünn ist.";

    @Test
    void theLanguageThatIsNamedCounts() {
        passes("language", "Why does water boil early on a mountain? Answer in German.", GERMAN);
        passes(
                "language",
                "Warum kocht Wasser auf einem Berg früher? Antworte auf Englisch, please answer in English.",
                ENGLISH);
        fails(
                "language",
                "Why does water boil early? Please respond in German.",
                ENGLISH,
                "expected German, got English");
        fails("language", "Write it auf Deutsch, please.", ENGLISH, "expected German");
    }

    @Test
    void otherwiseTheLanguageOfTheQuestionCounts() {
        passes("language", "Warum kocht das Wasser auf einem hohen Berg schneller als unten im Tal?", GERMAN);
        fails(
                "language",
                "Warum kocht das Wasser auf einem hohen Berg schneller als unten im Tal?",
                ENGLISH,
                "expected German, got English");
    }

    @Test
    void whereTheLanguageIsNotSureNobodyCanTell() {
        isUnknown("language", "Why?", ENGLISH);
        isUnknown("language", "Translate this sentence for my colleague in Japan, who waits for it.", GERMAN);
        isUnknown("language", "Warum kocht das Wasser auf einem hohen Berg schneller als unten im Tal?", "Ja.");
        isUnknown("language", "Answer in German.", "```python\nprint('the quick brown fox jumps over the dog')\n```");
        isUnknown("language", "Give one version in German and answer in French as well.", ENGLISH);
        isUnknown(
                "language",
                "Was sagt dieses Gedicht über den Menschen: Whose woods these are I think I know. His house"
                        + " is in the village though. He will not see me stopping here to watch his woods fill up with snow.",
                GERMAN);
        isUnknown(
                "language",
                "Water boils at a lower temperature when the pressure of the air above it is lower, and so it"
                        + " boils early on a mountain. Erkläre mir bitte auf einfache Weise, was damit gemeint ist.",
                GERMAN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Describe it in at most 5 words.               | One two three four five       | true
                    Describe it in at most 5 words.               | One two three four five six   | false
                    Answer in no more than three sentences.       | A is. B is. C is.             | true
                    Answer in no more than three sentences.       | A is. B is. C is. D is.       | false
                    Answer in exactly two sentences.              | Dr. Who is here. He is tall.  | true
                    Answer in exactly two sentences.              | He is tall.                   | false
                    Summarize the text in one sentence.           | It is so. And more.           | false
                    Write under 4 words.                          | One two three                 | true
                    Write under 4 words.                          | One two three four            | false
                    Write at least 4 words.                       | One two three                 | false
                    Write about 4 words.                          | One two three four five       | true
                    Write about 4 words.                          | One                           | false
                    Give me 4 words or less.                      | One two three four five       | false
                    Reply with a maximum of 10 characters.        | Hello                         | true
                    Reply with a maximum of 10 characters.        | Hello, my friend              | false
                    """)
    void theLengthThatIsAskedForIsCounted(String asked, String text, boolean fits) {
        if (fits) passes("length", asked, text);
        else fails("length", asked, text, "expected");
    }

    @Test
    void bulletsAndParagraphsAreCounted() {
        fails("length", "Give exactly three bullet points.", "- a\n- b", "expected exactly 3 bullets, got 2");
        passes("length", "Give exactly three bullet points.", "- a\n- b\n  - c\n- d");
        fails("length", "Write at most two paragraphs.", ("word ".repeat(30) + "\n\n").repeat(3), "got 3");
    }

    @Test
    void theTokenLimitOfTheRequestCounts() {
        var options = new Options(OptionalInt.of(5), 1, false, false, Format.TEXT);
        failsWith(
                "expected at most 5 tokens, got 10", find("length", asking("Hello", options, Map.of()), answer("Hi")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What is it?",
                "A tweet has at most 280 characters, why?",
                "The probability of at most 2 words is what?",
                "Use a line of at most 3 words per item."
            })
    void aLengthInTheWorldIsNoWish(String question) {
        isUnknown("length", question, "Because of what was decided then, in the early days of it.");
    }

    @Test
    void tablesAndListsAreSeen() {
        passes("format", "Show them in a table.", "| a | b |\n|---|---|\n| 1 | 2 |");
        fails("format", "Create a comparison table.", "a is 1 and b is 2", "expected a table");
        passes("format", "Answer in bullet points.", "* a\n* b");
        fails("format", "Answer in bullet points.", "a and b", "expected a list");
        passes("format", "Give a numbered list.", "1. a\n2. b");
        fails("format", "Give a numbered list.", "- a", "expected a numbered list");
        isUnknown("format", "Is there a dog on the table?", "Yes.");
    }

    @Test
    void codeAndPlainTextAreSeen() {
        passes("format", "Your response should only contain the code for this function.", "```python\nx = 1\n```");
        passes("format", "Your response should only contain the code for this function.", "def f():\n    return 1");
        fails(
                "format",
                "Your response should only contain the code for this function.",
                "```python\nx = 1\n```\nThis sets x.",
                "got `This sets x.`");
        fails("format", "Return only the code.", "Here is the code: x = 1", "expected code only");
        fails("format", "Submit it in the following format: ```python", "x = 1", "expected a fenced code block");
        fails("format", "Write it in plain text only.", "This is **bold**.", "line 1: `**bold**`");
        passes("format", "Write it without markdown.", "This is plain.");
    }
}
