package dev.signalbox.app.assembly;

import dev.signalbox.app.settings.Settings;
import dev.signalbox.checks.Checks;
import dev.signalbox.encoders.CachedEncoder;
import dev.signalbox.encoders.EmbeddingSensor;
import dev.signalbox.encoders.MiniLmEncoder;
import dev.signalbox.encoders.StaticEncoder;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.run.Senses;
import dev.signalbox.signal.Encoder;
import dev.signalbox.signal.Sensor;
import dev.signalbox.standard.check.CheckSensor;
import dev.signalbox.standard.gate.GateFile;
import dev.signalbox.standard.gate.KeepSensor;
import dev.signalbox.standard.quality.Snapshot;
import dev.signalbox.standard.sensor.DifficultySensor;
import dev.signalbox.standard.sensor.QueryMemory;
import dev.signalbox.standard.sensor.QuerySensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The sensors of the settings.
///
/// @param parts takes what must be ended
record SensorAssembly(Settings settings, Deque<Runnable> parts) {
    /// Some thousand queries.
    private static final long MEMORY_BYTES = 32L << 20;

    /// An encoder, and the sensor that asks it.
    private record Embedding(Encoder encoder, EmbeddingSensor sensor) {}

    /// @param quality what is believed of models
    /// @param models at least one
    Senses senses(Optional<Snapshot> snapshot, Estimator quality, Collection<Model> models) throws IOException {
        QuerySensors.warm();
        var sensors = new ArrayList<Sensor<?>>();
        sensors.add(new QueryMemory(MEMORY_BYTES));
        snapshot.flatMap(learnt -> UnlearnedSensor.of(learnt, models)).ifPresent(sensors::add);
        var embedding = embedding();
        if (embedding.isPresent()) {
            snapshot.ifPresent(learnt -> learnt.requireEncoder(embedding.get().encoder()));
            sensors.add(embedding.get().sensor());
        }
        if (settings.gate().isPresent()) {
            sensors.add(gate(settings.gate().get().path(), embedding));
        }
        if (settings.ask(DifficultySensor.DIFFICULTY)) {
            var difficulty = new DifficultySensor(quality, Estimates.cheapest(models));
            sensors.add(
                    embedding.isPresent()
                            ? new EmbeddingDependentSensor(
                                    difficulty, embedding.get().sensor())
                            : difficulty);
        }
        sensors.addAll(checks());
        return new Senses(sensors, settings.encoder().budget(), settings.checkBudget());
    }

    private Optional<Embedding> embedding() throws IOException {
        var options = settings.encoder();
        return switch (options.kind()) {
            case STATIC -> {
                var table = options.table();
                var encoder = table.isPresent() ? StaticEncoder.of(table.get().path()) : StaticEncoder.builtIn();
                yield Optional.of(new Embedding(encoder, EmbeddingSensor.inLine(encoder)));
            }
            case MINILM -> {
                var encoder = new MiniLmEncoder(options.threads());
                parts.push(encoder::close);
                // Its weights are loaded with the first text; nobody shall wait for that.
                encoder.encode("warm");
                var cached = new CachedEncoder(encoder, options.cacheBytes().value());
                yield Optional.of(new Embedding(encoder, EmbeddingSensor.waiting(cached)));
            }
            case NONE -> Optional.empty();
        };
    }

    private static EmbeddingDependentSensor gate(Path path, Optional<Embedding> embedding) throws IOException {
        var by = embedding.orElseThrow(() -> new IllegalArgumentException(
                "`gate` needs the encoder that it was fitted with, and `encoder.kind` is `none`"));
        var file = GateFile.read(path);
        return new EmbeddingDependentSensor(
                new GateSensor(file.gate(), KeepSensor.of(file, by.encoder())), by.sensor());
    }

    /// Each check that a route names, for these routes.
    private List<RouteCheck> checks() {
        var checks = new Checks(new Checks.Options(settings.forbidden(), Checks.Sandbox.DEFAULT));
        var routes = new LinkedHashMap<String, Set<String>>();
        settings.routes().forEach((name, route) -> route.checks()
                .orElse(settings.checks())
                .forEach(check -> routes.computeIfAbsent(check.name(), _ -> new HashSet<>())
                        .add(name)));
        return routes.entrySet().stream()
                .map(check -> new RouteCheck(new CheckSensor(checks.named(check.getKey())), check.getValue()))
                .toList();
    }
}
