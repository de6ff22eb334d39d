package dev.signalbox.standard.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The automaton against Jackson: whole texts are valid for both or for neither, and no text that a valid one begins
/// with is dead.
class JsonAutomatonTest {
    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String ALPHABET = "{}[]\",:0123456789.eE+-truefalsn \\/ubx\n";
    private static final int ROUNDS = 200_000;

    private static boolean valid(String text) {
        var json = new JsonAutomaton();
        for (char c : text.toCharArray()) json.step(c);
        return json.isComplete();
    }

    private static boolean validForJackson(String text) {
        try {
            return !JACKSON.readTree(text).isMissingNode();
        } catch (JacksonException broken) {
            return false;
        }
    }

    @Test
    void soupIsValidForBothOrForNeither() {
        var random = new SplittableRandom(1);
        for (int round = 0; round < ROUNDS; round++) {
            var soup = new StringBuilder();
            int length = random.nextInt(1, 9);
            for (int i = 0; i < length; i++) soup.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            assertThat(valid(soup.toString())).as(soup.toString()).isEqualTo(validForJackson(soup.toString()));
        }
    }

    @Test
    void whatIsNearlyValidIsValidForBothOrForNeither() {
        var random = new SplittableRandom(2);
        for (int round = 0; round < ROUNDS / 4; round++) {
            var text = new StringBuilder();
            value(random, text, 3);
            int changes = random.nextInt(3);
            for (int i = 0; i < changes; i++) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean() && text.length() > 1) text.deleteCharAt(at);
                else text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            assertThat(valid(text.toString())).as(text.toString()).isEqualTo(validForJackson(text.toString()));
        }
    }

    @Test
    void nothingThatCanStillBecomeValidIsDead() {
        var random = new SplittableRandom(3);
        for (int round = 0; round < 2_000; round++) {
            var text = new StringBuilder();
            value(random, text, 4);
            var json = new JsonAutomaton();
            for (char c : text.toString().toCharArray()) {
                json.step(c);
                assertThat(json.isDead()).as(text.toString()).isFalse();
            }
            assertThat(json.isComplete()).as(text.toString()).isTrue();
        }
    }

    private static void value(SplittableRandom random, StringBuilder out, int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> out.append("true");
            case 1 -> out.append("null");
            case 2 -> out.append(random.nextInt(-50, 50));
            case 3 -> out.append(random.nextDouble()).append("e-").append(random.nextInt(9));
            case 4 -> out.append("\"a\\n\\u00Ef\"");
            case 5 -> out.append("false");
            case 6 -> {
                out.append("[ ");
                int elements = random.nextInt(3);
                for (int i = 0; i < elements; i++) {
                    if (i > 0) out.append(',');
                    value(random, out, depth - 1);
                }
                out.append(']');
            }
            default -> {
                out.append('{');
                int properties = random.nextInt(3);
                for (int i = 0; i < properties; i++) {
                    if (i > 0) out.append(" ,");
                    out.append("\"k").append(i).append("\": ");
                    value(random, out, depth - 1);
                }
                out.append("}\n");
            }
        }
    }
}
