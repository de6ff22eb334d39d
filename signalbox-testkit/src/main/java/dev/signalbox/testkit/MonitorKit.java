package dev.signalbox.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Monitor.Watch;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every monitor must be: unshaken by any text, and of one opinion however an answer is split. A monitor's test
/// extends this and says which monitor and for which request.
public abstract class MonitorKit {
    /// Longer texts are split at some places only.
    private static final int SPLIT_EVERYWHERE_MAX = 300;

    private static final int SPLITS = 20;

    protected abstract Monitor monitor();

    /// A request that the monitor has something to watch for.
    protected Request request() {
        return Request.of("r1", "auto", "What is a signal box?", Instant.MAX);
    }

    /// What is known of that request.
    protected Signals known() {
        return Signals.NONE;
    }

    /// Texts in which the monitor finds something, now or at the end.
    protected abstract Stream<String> bad();

    /// Texts in which it finds nothing.
    protected abstract Stream<String> good();

    /// Texts on which sensors have been seen to fail.
    protected static Stream<String> texts() {
        return SensorKit.texts();
    }

    /// The first finding for the text said in these pieces.
    protected final Optional<Finding> finding(List<String> pieces) {
        var watch = monitor().watch(request(), known());
        return pieces.stream()
                .flatMap(piece -> Stream.ofNullable(watch.heard(delta(piece))))
                .findFirst()
                .or(() -> Optional.ofNullable(watch.ended()));
    }

    private static Delta delta(String text) {
        return new Delta(0, text, List.of(), Optional.empty());
    }

    @Test
    void itHasAName() {
        assertThat(monitor().name()).matches("[a-z][a-z0-9_]*");
    }

    @Test
    void itFindsWhatIsBadAndSaysSoInItsOwnName() {
        bad().forEach(text -> {
            assertThat(finding(List.of(text))).as(text).isPresent();
            assertThat(finding(List.of(text)).orElseThrow().check())
                    .isEqualTo(monitor().name());
            assertThat(finding(List.of(text)).orElseThrow().failed()).isTrue();
        });
    }

    @Test
    void itFindsNothingInWhatIsGood() {
        good().forEach(text -> assertThat(finding(List.of(text))).as(text).isEmpty());
    }

    @Test
    void itFindsTheSameHoweverTheAnswerIsSplit() {
        Stream.concat(bad(), good()).forEach(text -> {
            assertThat(finding(characters(text))).as(text).isEqualTo(finding(List.of(text)));
            places(text).forEach(at -> assertThat(finding(List.of(text.substring(0, at), text.substring(at))))
                    .as("`%s` split at %d", text, at)
                    .isEqualTo(finding(List.of(text))));
        });
    }

    private static Stream<Integer> places(String text) {
        if (text.length() <= SPLIT_EVERYWHERE_MAX) {
            return Stream.iterate(0, at -> at <= text.length(), at -> at + 1);
        }
        var random = new SplittableRandom(text.hashCode());
        return Stream.generate(() -> random.nextInt(text.length() + 1)).limit(SPLITS);
    }

    private static List<String> characters(String text) {
        var characters = new ArrayList<String>(text.length());
        for (char c : text.toCharArray()) characters.add(String.valueOf(c));
        return characters;
    }

    @ParameterizedTest(name = "text {index}")
    @MethodSource("texts")
    void itIsUnshakenByAnyText(String text) {
        assertThat(finding(characters(text))).isEqualTo(finding(List.of(text)));
    }

    @Test
    void itBearsSilenceAndAnEnd() {
        var watch = monitor().watch(request(), known());
        for (int seconds = 0; seconds < 3; seconds++) {
            var silent = watch.silent(Duration.ofSeconds(seconds));
            assertThat(silent == null || silent.failed()).isTrue();
            var last = watch.heard(new Delta(0, "", List.of(), Optional.of(Finish.DONE)));
            assertThat(last == null || last.check().equals(monitor().name())).isTrue();
        }
    }

    @Test
    void oneAnswersWatchKnowsNothingOfAnothers() {
        var monitor = monitor();
        bad().forEach(text -> {
            var first = monitor.watch(request(), known());
            var second = monitor.watch(request(), known());
            first.heard(delta(text));
            assertThat(heard(second, "")).isEqualTo(heard(monitor.watch(request(), known()), ""));
        });
    }

    private static Optional<Finding> heard(Watch watch, String text) {
        return Optional.ofNullable(watch.heard(delta(text)));
    }
}
