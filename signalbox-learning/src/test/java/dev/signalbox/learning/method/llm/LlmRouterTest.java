package dev.signalbox.learning.method.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.MethodException;
import dev.signalbox.learning.method.MethodKit;
import dev.signalbox.learning.method.capability.ModelProfiles;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlmRouterTest extends MethodKit {
    private static final Pattern VERSES = Pattern.compile("rose|moon|verse|river|autumn|sonnet|rhyme|dream");

    /// Chooses the specialist by the query's words.
    static String knowing(Request request) {
        boolean verses = VERSES.matcher(request.last().text().replaceFirst("(?s)^experts:.*?\n\n", ""))
                .find();
        return "{\"expert_id\": \"%s\", \"confidence\": 0.9, \"reason\": \"its kind\"}"
                .formatted(verses ? "poet" : "clerk");
    }

    @Override
    protected Method method() {
        return method(new ScriptedProvider(LlmRouterTest::knowing));
    }

    private static Method method(ScriptedProvider provider) {
        return new LlmRouter(provider.adviser(Replies.inMemory()));
    }

    private static int best(double[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) if (row[i] > row[best]) best = i;
        return best;
    }

    private static Method.Learnt learnt(Method method) {
        var train = Worlds.table("train", 200, 1);
        return method.learn(train, inputs(train), 7);
    }

    @Test
    void theChosenModelIsTheBestAndTheSurerTheMore() {
        for (double confidence : new double[] {0, 0.4, 1}) {
            var learnt = learnt(method(
                    new ScriptedProvider(_ -> "{\"expert_id\": \"clerk\", \"confidence\": %s}".formatted(confidence))));
            for (double[] row : learnt.quality(inputs(Worlds.table("test", 20, 2)))) {
                assertThat(best(row)).isZero();
                assertThat(row[0] - row[1]).isBetween(Math.max(0.005, confidence - 0.01), confidence + 0.02);
            }
        }
    }

    @Test
    void whereTheReplyIsOfNoUseTheProfilesDecide() {
        var train = Worlds.table("train", 200, 1);
        // Without the model that is good at everything.
        for (double[] row : train.quality()) row[2] = 0;
        var learnt = method(new ScriptedProvider(_ -> "As an AI, I love all experts alike."))
                .learn(train, inputs(train), 7);
        var test = inputs(Worlds.table("test", 100, 2));
        int[] chosen = Arrays.stream(learnt.quality(test))
                .mapToInt(LlmRouterTest::best)
                .toArray();
        double[][] profiles = new ModelProfiles().learn(train, inputs(train), 7).quality(test);
        assertThat(chosen)
                .isEqualTo(Arrays.stream(profiles).mapToInt(LlmRouterTest::best).toArray());
        assertThat(chosen).contains(0, 1);
        assertThat(learnt.notes()).singleElement().asString().contains("100 chose no expert");
    }

    @Test
    void oneCallThatFailsIsOneQueryWithoutAChoice() {
        var provider = new ScriptedProvider(request -> {
            if (request.last().text().contains("test7\n")) throw new ProviderException(Kind.TIMED_OUT, "too late");
            return knowing(request);
        });
        var learnt = learnt(method(provider));
        assertThat(learnt.quality(inputs(Worlds.table("test", 30, 2)))).hasNumberOfRows(30);
        assertThat(learnt.notes())
                .singleElement()
                .asString()
                .contains("29 replied as agreed", "1 calls failed: too late (1)");
        assertThat(provider.asked).allMatch(request -> request.deadline().equals(ScriptedProvider.NOW.plusSeconds(3)));
    }

    @Test
    void aServerThatHasTooMuchToDoIsAskedAgain() {
        var calls = new AtomicInteger();
        var soon = new ProviderException.Details(
                OptionalInt.of(429),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofMillis(1)),
                Usage.NONE);
        var learnt = learnt(method(new ScriptedProvider(request -> {
            if (calls.incrementAndGet() % 2 == 1) throw new ProviderException(Kind.THROTTLED, "slowly", soon);
            return knowing(request);
        })));
        // One at a time, so that every first call is turned away.
        for (int row = 0; row < 3; row++) {
            learnt.quality(inputs(Worlds.table("test" + row, 1, row)));
            assertThat(learnt.notes()).singleElement().asString().contains("1 replied as agreed");
        }
        assertThat(calls).hasValue(6);
    }

    @Test
    void whereNobodyCanBeAskedItGivesUpSoon() {
        var provider = new ScriptedProvider(_ -> {
            throw new ProviderException(Kind.DENIED, "Provider `scripted` does not take the key.");
        });
        var learnt = learnt(method(provider));
        var many = inputs(Worlds.table("test", 500, 2));
        assertThatExceptionOfType(MethodException.class)
                .isThrownBy(() -> learnt.quality(many))
                .withMessage("`guide` could not be asked: Provider `scripted` does not take the key.");
        assertThat(provider.asked.size()).isLessThan(60);
        var few = inputs(Worlds.table("test", 3, 2));
        assertThatExceptionOfType(MethodException.class).isThrownBy(() -> learnt.quality(few));
    }

    @Test
    void aServerThatTakesNoShapeIsAskedWithoutOne() {
        var provider = new ScriptedProvider(request -> {
            if (!request.fields().isEmpty()) throw new ProviderException(Kind.REFUSED, "no response_format here");
            return knowing(request);
        });
        var learnt = learnt(method(provider));
        learnt.quality(inputs(Worlds.table("test", 40, 2)));
        assertThat(learnt.notes()).singleElement().asString().contains("40 replied as agreed");
        assertThat(provider.asked.stream()
                        .filter(request -> !request.fields().isEmpty())
                        .count())
                .isBetween(1L, 8L);
    }

    @Test
    void nothingIsAskedTwice(@TempDir Path folder) throws IOException {
        var file = folder.resolve("replies.jsonl");
        var first = new ScriptedProvider(LlmRouterTest::knowing);
        var train = Worlds.table("train", 200, 1);
        var test = inputs(Worlds.table("test", 25, 2));
        double[][] fresh = new LlmRouter(first.adviser(Replies.in(file)))
                .learn(train, inputs(train), 7)
                .quality(test);
        assertThat(first.asked).hasSize(25);
        Files.writeString(file, Files.readString(file) + "{\"key\": \"cut o");
        var second = new ScriptedProvider(LlmRouterTest::knowing);
        var learnt = new LlmRouter(second.adviser(Replies.in(file))).learn(train, inputs(train), 7);
        assertThat(learnt.quality(test)).isDeepEqualTo(fresh);
        assertThat(second.asked).isEmpty();
        // What was cut off is not joined to what comes after it.
        var more = inputs(Worlds.table("more", 5, 3));
        learnt.quality(more);
        var third = new ScriptedProvider(LlmRouterTest::knowing);
        new LlmRouter(third.adviser(Replies.in(file)))
                .learn(train, inputs(train), 7)
                .quality(more);
        assertThat(third.asked).isEmpty();
        learnt.quality(test);
        assertThat(learnt.notes()).singleElement().asString().contains("25 replies were known", "cost $0.0000");
        assertThat(Files.readString(file)).doesNotContain("sonnet");
    }
}
