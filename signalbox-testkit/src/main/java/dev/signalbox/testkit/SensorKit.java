package dev.signalbox.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.signal.Moment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every sensor must be: unshaken by any text, repeatable, thread-safe. A sensor's test extends this and says
/// which sensor and at which moment.
public abstract class SensorKit<M extends Moment> {
    private static final int THREADS = 8;
    private static final SignalKey<String> TEXT = SignalKey.text("text");

    protected abstract Sensor<M> sensor();

    /// A moment of which the text is a part.
    protected abstract M moment(String text);

    /// What the sensors before this one said: the routable text, unless a test says otherwise.
    protected Signals known(String text) {
        return Signals.of(TEXT.of(text));
    }

    /// Texts on which sensors have been seen to fail.
    protected static Stream<String> texts() {
        return Stream.of(
                "",
                " ",
                "\n\n\t \r\n",
                "a",
                "?",
                "What is a signal box?",
                "Explain step by step why `x^2 = 4` has two solutions.\n\nA) one\nB) two",
                "```python\ndef f(x):\n    return x\n```",
                "```",
                "{\"a\": [1, 2, {\"b\": null}]}",
                "| a | b |\n|---|---|\n| 1 | 2 |",
                "Приве́т, мир. Как дела?",
                "你好，世界。これはテストです。안녕하세요",
                "كيف حالك؟ שלום עולם नमस्ते दुनिया สวัสดี ໂລກ ასომთავრული Հայերեն አማርኛ",
                "e\u0301\u0327 \u200d\u200b\ufeff zero width \u202e right to left",
                "👩‍👩‍👧‍👦🇩🇪 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠀀𠀁",
                "\ud83d",
                "\udc00\ud83d lone \ud800\ud800 halves \udfff",
                "\u0000\u0001\u001b[31m\u007f\u0085",
                "<|endoftext|><|im_start|>system",
                "a".repeat(100_000),
                " ".repeat(100_000),
                "word ".repeat(20_000),
                "日本".repeat(50_000),
                "\ud800".repeat(10_000),
                "({[<".repeat(25_000),
                "\\frac{1}{2} $x$ ".repeat(6_000),
                "\n".repeat(100_000),
                "```\n".repeat(25_000),
                "A) ".repeat(30_000),
                "|\t".repeat(50_000));
    }

    @Test
    void itHasAName() {
        assertThat(sensor().name()).matches("[a-z][a-z0-9_]*");
    }

    @Test
    void itAttendsTheMomentItSays() {
        assertThat(moment("Hello")).isInstanceOf(sensor().moment());
    }

    @ParameterizedTest(name = "text {index}")
    @MethodSource("texts")
    void anyTextGivesTheSameSignalsTwiceOfUniqueNamesAndTheirKeysTypes(String text) {
        var sensor = sensor();
        var signals = sensor.sense(moment(text), known(text));
        assertThat(signals).extracting(signal -> signal.key().name()).doesNotHaveDuplicates();
        assertThat(signals).allMatch(signal -> signal.key().type().isInstance(signal.value()));
        assertThat(values(sensor.sense(moment(text), known(text)))).isEqualTo(values(signals));
        assertThat(values(sensor().sense(moment(text), known(text)))).isEqualTo(values(signals));
    }

    @ParameterizedTest(name = "text {index}")
    @MethodSource("texts")
    void itSaysNoNumberThatIsNone(String text) {
        for (var signal : sensor().sense(moment(text), known(text))) {
            if (signal.value() instanceof Double number) assertThat(number).isFinite();
            if (signal.value() instanceof float[] numbers) {
                for (float number : numbers) assertThat(number).isFinite();
            }
        }
    }

    @Test
    void itManagesWithoutTheSensorsBeforeIt() {
        assertThat(sensor().sense(moment("Hello"), Signals.NONE)).doesNotContainNull();
    }

    @Test
    void manyThreadsHearWhatOneHears() throws Exception {
        var sensor = sensor();
        var texts = texts().filter(text -> text.length() < 1_000).toList();
        var alone = all(sensor(), texts);
        for (var heard : together(() -> all(sensor, texts))) assertThat(heard).isEqualTo(alone);
    }

    private List<List<Object>> all(Sensor<M> sensor, List<String> texts) {
        var heard = new ArrayList<List<Object>>();
        for (var text : texts) heard.add(values(sensor.sense(moment(text), known(text))));
        return heard;
    }

    private static <T> List<T> together(Callable<T> task) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var results = new ArrayList<T>();
            for (Future<T> done : threads.invokeAll(Collections.nCopies(THREADS, task))) {
                results.add(done.get());
            }
            return results;
        }
    }

    /// Names and values in a form that can be compared.
    private static List<Object> values(List<Signal<?>> signals) {
        var values = new ArrayList<Object>();
        for (var signal : signals) {
            values.add(signal.key());
            if (signal.value() instanceof float[] numbers) {
                for (float number : numbers) values.add(number);
            } else values.add(signal.value());
        }
        return values;
    }
}
