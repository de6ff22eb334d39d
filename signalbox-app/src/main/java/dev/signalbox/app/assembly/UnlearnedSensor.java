package dev.signalbox.app.assembly;

import dev.signalbox.model.Model;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.quality.Snapshot;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Tells with each request which models the snapshot has learnt nothing of, so that `explain` shows whose estimate is
/// a prior. The same for all requests.
record UnlearnedSensor(List<Signal<?>> signals) implements Sensor<ReceivedMoment> {
    static final SignalKey<String> UNLEARNED = SignalKey.label("unlearned_models");
    private static final int NAMED_MAX = 5;

    /// Empty where the snapshot knows all models.
    static Optional<UnlearnedSensor> of(Snapshot snapshot, Collection<Model> models) {
        var learned = Set.copyOf(snapshot.about().models());
        var unknown = models.stream()
                .map(Model::id)
                .filter(model -> !learned.contains(model))
                .sorted()
                .toList();
        if (unknown.isEmpty()) return Optional.empty();
        var names = unknown.stream().limit(NAMED_MAX).collect(Collectors.joining(", "));
        var text = unknown.size() > NAMED_MAX ? names + " and %d more".formatted(unknown.size() - NAMED_MAX) : names;
        return Optional.of(new UnlearnedSensor(List.of(UNLEARNED.of(text))));
    }

    @Override
    public String name() {
        return "unlearned";
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        return signals;
    }
}
