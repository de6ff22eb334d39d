package dev.signalbox.standard.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Chunk.ToolCallDelta;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Monitor.Watch;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.estimate.ModelStats;
import dev.signalbox.standard.sensor.LanguageSensor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a text alone does not show of a monitor.
class StreamMonitorsTest {
    private static final Delta WORD = new Delta(0, "word", List.of(), Optional.empty());

    private static Watch watch(Monitor monitor, Request request) {
        return monitor.watch(request, Signals.NONE);
    }

    private static Delta calls(String tool) {
        var call = new ToolCallDelta(0, Optional.of("1"), Optional.of(tool), "{}");
        return new Delta(0, "", List.of(call), Optional.empty());
    }

    @Test
    void aToolThatWasNotOfferedIsFound() {
        var watch = watch(new UnknownToolMonitor(), RequestedOutput.withTool("weather"));

        assertThat(watch.heard(calls("weather"))).isNull();
        assertThat(watch.heard(calls("wether")))
                .isEqualTo(Finding.fail("unknown_tool", Reason.UNKNOWN_TOOL, "`wether`"));
        assertThat(watch(new UnknownToolMonitor(), RequestedOutput.of("Hello")).heard(calls("weather")))
                .isNotNull();
    }

    @Test
    void aModelMayThinkLongerThanItMayPause() {
        var stall = new StallMonitor(
                new StallMonitor.Options(Duration.ofSeconds(30), Duration.ofSeconds(5)), new ModelStats());
        var watch = watch(stall, RequestedOutput.of("Hello"));

        assertThat(watch.silent(Duration.ofSeconds(29))).isNull();
        assertThat(watch.silent(Duration.ofSeconds(30))).isNotNull();
        watch.heard(WORD);
        assertThat(watch.silent(Duration.ofSeconds(4))).isNull();
        assertThat(watch.silent(Duration.ofSeconds(5)))
                .extracting(finding -> finding == null ? "" : finding.evidence())
                .isEqualTo("nothing for 5,000 ms (set)");
    }

    /// A model whose every stream is silent for so long before its first word, and between two.
    private static Watch afterSilencesOf(double firstMs, double betweenMs, Request request) {
        var modelStats = new ModelStats();
        for (int i = 0; i < 200; i++) modelStats.accept(RequestedOutput.told("m", firstMs, betweenMs, -1));
        return new StallMonitor(StallMonitor.Options.DEFAULT, modelStats)
                .watch(request, Signals.of(Monitor.MODEL.of("m")));
    }

    private static boolean stalls(Watch watch, int ms) {
        return watch.silent(Duration.ofMillis(ms)) != null;
    }

    @Test
    void aModelMayBeSilentForAsLongAsItUsuallyIs() {
        var watch = afterSilencesOf(4_000, 900, RequestedOutput.of("Hello"));
        assertThat(stalls(watch, 4_000)).isFalse();
        assertThat(stalls(watch, 4_400)).isTrue();
        watch.heard(WORD);
        assertThat(stalls(watch, 900)).isFalse();
        assertThat(watch.silent(Duration.ofSeconds(1)))
                .extracting(finding -> finding == null ? "" : finding.evidence())
                .asString()
                .matches("nothing for 9\\d\\d ms \\(learnt\\)");
    }

    @Test
    void aQuickModelMayBeHeldUpOnTheWay() {
        var watch = afterSilencesOf(20, 20, RequestedOutput.of("Hello"));
        assertThat(stalls(watch, 999)).isFalse();
        assertThat(stalls(watch, 1_000)).isTrue();
        watch.heard(WORD);
        assertThat(stalls(watch, 499)).isFalse();
        assertThat(stalls(watch, 500)).isTrue();
    }

    @Test
    void howeverSlowAModelIsWhatWasSetHolds() {
        var watch = afterSilencesOf(120_000, 20_000, RequestedOutput.of("Hello"));
        assertThat(stalls(watch, 29_999)).isFalse();
        assertThat(stalls(watch, 30_000)).isTrue();
        watch.heard(WORD);
        assertThat(stalls(watch, 5_000)).isTrue();
    }

    @Test
    void anAnswerThatComesWholeIsNotHeldToWhatIsUsualOfStreams() {
        var plain = Request.of("r1", "auto", "Hello", Instant.MAX);
        assertThat(stalls(afterSilencesOf(20, 20, plain), 29_000)).isFalse();
    }

    @Test
    void whatAskedForAMarkMayBeToldIt() {
        var watch = watch(new TemplateLeakMonitor(), RequestedOutput.of("What does <|im_start|> mean?"));

        assertThat(watch.heard(new Delta(0, "It is <|im_start|>.", List.of(), Optional.empty())))
                .isNull();
        assertThat(watch.heard(new Delta(0, "<|eot_id|>", List.of(), Optional.empty())))
                .isNotNull();
    }

    @Test
    void aQuestionAboutLanguagesMayBeAnsweredInAny() {
        var english = Signals.of(LanguageSensor.LANGUAGE.of("en"), LanguageSensor.LANGUAGE_CONFIDENCE.of(0.7));
        var german = new Delta(
                0,
                "Ein Stellwerk ist ein Gebäude an der Eisenbahn, von dem aus Weichen und Signale gestellt werden. "
                        .repeat(2),
                List.of(),
                Optional.empty());
        var monitor = new LanguageDriftMonitor();

        assertThat(monitor.watch(RequestedOutput.of("Translate this for me."), english)
                        .heard(german))
                .isNull();
        assertThat(monitor.watch(RequestedOutput.of("What is this?"), english).heard(german))
                .isNotNull();
        assertThat(monitor.watch(RequestedOutput.of("What is this?"), Signals.NONE))
                .isSameAs(Watch.NOTHING);
    }

    @Test
    void jsonThatALimitHasCutIsSaidToBeTruncated() {
        var watch = watch(new JsonValidMonitor(), RequestedOutput.inJson());
        watch.heard(new Delta(0, "{\"a\": ", List.of(), Optional.of(Finish.LENGTH)));

        assertThat(watch.ended())
                .extracting(finding -> finding == null ? null : finding.reason())
                .isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void whoCallsAToolNeedNotSayAnyJson() {
        var watch = watch(new JsonValidMonitor(), RequestedOutput.inJson());
        watch.heard(calls("weather"));

        assertThat(watch.ended()).isNull();
    }

    @Test
    void proseIsNotWatchedForJson() {
        for (Monitor monitor : List.of(new JsonOpeningMonitor(), new JsonValidMonitor(), new SchemaMonitor())) {
            assertThat(watch(monitor, RequestedOutput.of("Hello"))).isSameAs(Watch.NOTHING);
        }
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ForbiddenText.Options(List.of("-")));
        assertThatIllegalArgumentException().isThrownBy(() -> new TooLongMonitor.Options(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StallMonitor.Options(Duration.ZERO, Duration.ofSeconds(1)));
    }
}
