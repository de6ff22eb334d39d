package dev.signalbox.standard.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTextTest {
    record Pair(String one, String other) {
        /// Half of the pairs was held back while the rules were made.
        boolean heldBack() {
            return Math.floorMod(31 * one.hashCode() + other.hashCode(), 2) == 1;
        }

        boolean agrees() {
            return CanonicalText.of(one).equals(CanonicalText.of(other));
        }
    }

    static List<Pair> pairs(String name) throws IOException {
        try (var file = Objects.requireNonNull(CanonicalTextTest.class.getResourceAsStream(name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" \\| ", 2))
                    .map(sides -> new Pair(sides[0], sides[1]))
                    .toList();
        }
    }

    static List<Pair> nearMisses() throws IOException {
        return pairs("near-misses.txt");
    }

    static List<Pair> paraphrases() throws IOException {
        return pairs("paraphrases.txt");
    }

    @ParameterizedTest
    @MethodSource("nearMisses")
    void whatOnlySoundsAlikeIsApart(Pair pair) {
        assertThat(pair.agrees()).as(CanonicalText.of(pair.one()).said()).isFalse();
    }

    /// Without an encoder, whose threshold takes some more away: docs/caching.md has the table.
    @Test
    void mostOfWhatMeansTheSameIsTheSame() throws IOException {
        var pairs = paraphrases();
        assertThat(pairs).hasSizeGreaterThanOrEqualTo(200);
        assertThat(nearMisses()).hasSizeGreaterThanOrEqualTo(200);
        assertThat(share(pairs)).isGreaterThan(0.7);
        assertThat(share(pairs.stream().filter(Pair::heldBack).toList())).isGreaterThan(0.65);
    }

    private static double share(List<Pair> pairs) {
        return pairs.stream().filter(Pair::agrees).count() / (double) pairs.size();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "please",
                "What is",
                "the",
                "'s",
                "of",
                "x of",
                "of x",
                ",",
                "\"",
                "```",
                "(((",
                "in, ",
                "How do I",
                "1,000,000.50",
                "\ud83d",
                "\u0301",
                "a's b's c",
                "what does mean",
                "tell me what is"
            })
    void fragmentsAreReadToo(String text) {
        assertThat(CanonicalText.of(text)).isEqualTo(CanonicalText.of(text));
        assertThat(CanonicalText.of(text + " zebra")).isNotEqualTo(CanonicalText.of(text + " horse"));
    }

    @Property
    void anyTextHasOneCanonicalText(@ForAll String text) {
        assertThat(CanonicalText.of(text)).isEqualTo(CanonicalText.of(text));
    }

    @Test
    void aLongTextIsReadInOnePass() {
        var random = new SplittableRandom(1);
        var text = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            text.append(new String[] {"please ", "of ", "the ", "'s ", ", ", "x", "\"", "1,000 ", "(", "in "}
                    [random.nextInt(10)]);
        }
        assertThat(CanonicalText.of(text.toString()).said()).isNotEmpty();
    }
}
