package dev.signalbox.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticEncoderTest {
    private static StaticEncoder encoder;

    @BeforeAll
    static void open() throws IOException {
        encoder = StaticEncoder.builtIn();
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What is a signal box?",
                "",
                " ",
                "什么是信号箱？",
                "🚂🚃",
                "Wie spät ist es?",
                "\u0000\uFFFD",
                "xqzw vvkj"
            })
    void everyTextHasAVectorOfLengthOne(String text) {
        var vector = encoder.encode(text);
        assertThat(vector).hasSize(256).hasSize(encoder.dimensions());
        assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-5));
    }

    @Test
    void whatMeansTheSameIsNearerThanWhatDoesNot() {
        var question = encoder.encode("How do I reverse a list in Python?");
        var same = encoder.encode("python code to reverse a list");
        var other = encoder.encode("Best pizza in Naples");
        assertThat(cosine(question, same)).isGreaterThan(0.6);
        assertThat(cosine(question, other)).isLessThan(0.4);
    }

    /// On prompts that the table was not fitted to, of many topics, so that nearly all are equally far from each other:
    /// among texts of the kinds that it was fitted to it agrees more (0.9).
    @Test
    void itAgreesWithItsTeacherWhichPromptsAreAlike() throws IOException {
        var prompts = prompts();
        try (var teacher = new MiniLmEncoder(2)) {
            var wanted = prompts.stream().map(teacher::encode).toArray(float[][]::new);
            var said = prompts.stream().map(encoder::encode).toArray(float[][]::new);
            assertThat(RankCorrelation.of(wanted, said, new SplittableRandom(1)))
                    .isBetween(0.55, 1.0);
        }
    }

    private static List<String> prompts() throws IOException {
        try (InputStream prompts = StaticEncoderTest.class.getResourceAsStream("prompts.txt")) {
            return new String(Objects.requireNonNull(prompts).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @Test
    void ofALongTextItReadsTheBeginning() {
        var head = "word ".repeat(158);
        assertThat(encoder.encode(head + "and what comes then")).isEqualTo(encoder.encode(head));
        assertThat(encoder.encode("word ".repeat(157) + "end")).isNotEqualTo(encoder.encode(head));
        assertThat(encoder.encode("train ".repeat(1_000_000))).isEqualTo(encoder.encode("train ".repeat(600)));
    }

    @Test
    void manyAtOnceGetWhatTheyWouldGetAlone() throws Exception {
        var prompts = prompts();
        var alone = prompts.stream().map(encoder::encode).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var together = prompts.stream()
                    .map(text -> threads.submit(() -> encoder.encode(text)))
                    .toList();
            for (int i = 0; i < alone.size(); i++)
                assertThat(together.get(i).get()).isEqualTo(alone.get(i));
        }
    }

    @Test
    void theIdNamesTheTable(@TempDir Path folder) throws IOException {
        assertThat(encoder.id()).matches("static-256-[0-9a-f]{12}/160");
        var vectors = new float[2 * MiniLmArtifact.tokenizer().size()];
        java.util.Arrays.fill(vectors, 1);
        var file = folder.resolve("own.bin");
        try (var out = Files.newOutputStream(file)) {
            TokenTable.of(vectors, 2).write(out);
        }
        assertThat(StaticEncoder.of(file).id()).matches("static-2-[0-9a-f]{12}/160");
    }

    @Test
    void aTableOfAnotherVocabularyIsRefused(@TempDir Path folder) throws IOException {
        var file = folder.resolve("own.bin");
        try (var out = Files.newOutputStream(file)) {
            TokenTable.of(new float[] {1, 2, 3, 4}, 2).write(out);
        }
        assertThatThrownBy(() -> StaticEncoder.of(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("own.bin", "2 tokens", "30,522");
    }
}
