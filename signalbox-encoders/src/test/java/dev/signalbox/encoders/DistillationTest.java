package dev.signalbox.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Against a teacher of a few dozen words that says of a text what a table could say, and a little more.
class DistillationTest {
    private static final int WORDS = 60;
    private static final int TEACHER_DIMENSIONS = 12;
    private static final Distillation.Options OPTIONS = new Distillation.Options(8, 3);

    private final WordPiece tokenizer = new WordPiece(vocabulary());
    private final float[][] meanings = meanings();

    private static HashMap<String, Integer> vocabulary() {
        var vocabulary = new HashMap<String, Integer>();
        for (var special : List.of("[UNK]", "[CLS]", "[SEP]")) vocabulary.put(special, vocabulary.size());
        for (int i = 0; i < WORDS; i++)
            vocabulary.put("w" + Character.toString('a' + i / 26) + (char) ('a' + i % 26), i + 3);
        return vocabulary;
    }

    /// In a space of six dimensions, so that eight axes keep all of it but the noise.
    private static float[][] meanings() {
        var random = new SplittableRandom(1);
        var meanings = new float[WORDS + 3][TEACHER_DIMENSIONS];
        for (var meaning : meanings) for (int i = 0; i < 6; i++) meaning[i] = (float) random.nextGaussian();
        return meanings;
    }

    private float[] teach(int[] ids) {
        var sum = new float[TEACHER_DIMENSIONS];
        for (int id : ids) for (int i = 0; i < sum.length; i++) sum[i] += meanings[id][i];
        sum[6 + ids[1] % 6] += 0.2f;
        double squares = 0;
        for (float x : sum) squares += x * x;
        for (int i = 0; i < sum.length; i++) sum[i] /= (float) Math.sqrt(squares);
        return sum;
    }

    private List<String> texts(int count) {
        var random = new SplittableRandom(2);
        var words = vocabulary().keySet().stream()
                .filter(word -> word.startsWith("w"))
                .sorted()
                .toList();
        return IntStream.range(0, count)
                .mapToObj(_ -> random.ints(2 + random.nextInt(8), 0, words.size())
                        .mapToObj(words::get)
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private Distillation distillation(Distillation.DistillationProgress progress) {
        return new Distillation(tokenizer, this::teach, OPTIONS, progress);
    }

    @Test
    void theTableAgreesWithTheTeacherOnTextsThatItHasNotSeen() {
        var result = distillation((_, _, _) -> {}).run(texts(1000));
        assertThat(result.texts() + result.heldBack())
                .isEqualTo((int) texts(1000).stream().distinct().count());
        assertThat(result.heldBack()).isBetween(45, 55);
        assertThat(result.rankCorrelation()).isBetween(0.85, 1.0);
        assertThat(result.table().dimensions()).isEqualTo(8);
    }

    @Test
    void theSameTextsAndSeedGiveTheSameTable() {
        var once = distillation((_, _, _) -> {}).run(texts(300));
        assertThat(distillation((_, _, _) -> {}).run(texts(300)).table().hash())
                .isEqualTo(once.table().hash());
        var otherSeed = new Distillation(tokenizer, this::teach, new Distillation.Options(8, 4), (_, _, _) -> {});
        assertThat(otherSeed.run(texts(300)).table().hash())
                .isNotEqualTo(once.table().hash());
    }

    @Test
    void itTellsHowFarItIs() {
        var told = new ConcurrentSkipListSet<String>();
        distillation((stage, done, total) -> {
                    if (done == total) told.add(stage);
                })
                .run(texts(300));
        assertThat(told).containsExactly("encode texts", "encode tokens", "fit");
    }

    @Test
    void tooFewDifferentTextsAreRefused() {
        var texts =
                IntStream.range(0, 500).mapToObj(i -> " text " + i % 99 + " ").toList();
        assertThatThrownBy(() -> distillation((_, _, _) -> {}).run(texts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("distilling needs 100 different texts or more, and there are 99");
    }
}
