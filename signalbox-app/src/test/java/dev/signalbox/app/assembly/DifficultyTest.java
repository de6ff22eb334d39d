package dev.signalbox.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.chat.Request;
import dev.signalbox.encoders.EmbeddingSensor;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.DifficultySensor;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The signal `difficulty`, sensed as a gateway does.
class DifficultyTest {
    @TempDir
    private Path folder;

    private Optional<Double> difficulty(String routes, Estimator quality) throws Exception {
        var settings = Fixture.settings("""
                encoder: {kind: static}
                providers: {p: {url: "http://localhost:9"}}
                models:
                  large: {provider: p, price: {input: 1, output: 4}}
                  small: {provider: p, price: {input: 0.1, output: 0.1}}
                routes:
                """ + routes.indent(2), folder);
        var models = ModelAssembly.of(settings.models(), Catalogue.builtIn());
        var senses =
                new SensorAssembly(settings, new ArrayDeque<>()).senses(Optional.empty(), quality, models.values());
        var asked = new ReceivedMoment(Request.of("r", "auto", "What is 12 times 12?", Instant.MAX));
        return senses.at(asked, Signals.NONE).get(DifficultySensor.DIFFICULTY);
    }

    @Test
    void itIsOfTheCheapestModelAndReadsTheEmbedding() throws Exception {
        Estimator quality = (signals, models) -> models.stream()
                .map(Model::id)
                .map(id -> id.equals("small")
                                && signals.get(EmbeddingSensor.EMBEDDING).isPresent()
                        ? 0.75
                        : 0)
                .map(mean -> new Belief(mean, 0.1))
                .toList();
        assertThat(difficulty("r: {models: [large, small], when: difficulty < 0.3}", quality))
                .contains(0.25);
        assertThat(difficulty(
                        "r: {models: [large, small], strategies: {s: {cascade: [{call: small, accept: difficulty < 0.3}, large]}}}",
                        quality))
                .contains(0.25);
    }

    @Test
    void itIsNotReckonedWhereNothingAsksForIt() throws Exception {
        assertThat(difficulty("r: {models: [large, small], when: math}", (_, _) -> {
                    throw new AssertionError("nobody asks for it");
                }))
                .isEmpty();
    }
}
