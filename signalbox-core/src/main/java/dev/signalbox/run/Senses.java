package dev.signalbox.run;

import dev.signalbox.signal.Moment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// The sensors at work: asks those that attend a moment, the waiting ones all at once and last. Who is late is not
/// heard: its signals are absent.
///
/// @param budget how long the waiting sensors may take together when a request comes
/// @param checkBudget how long at any later moment
public record Senses(List<Sensor<?>> sensors, Duration budget, Duration checkBudget) {
    public static final Senses NONE = new Senses(List.of(), Duration.ZERO);

    /// @param budget at every moment
    public Senses(List<Sensor<?>> sensors, Duration budget) {
        this(sensors, budget, budget);
    }

    public Senses {
        sensors = List.copyOf(sensors);
        var names = new HashSet<String>();
        for (var sensor : sensors) {
            if (!names.add(sensor.name())) {
                throw new IllegalArgumentException("two sensors are called `%s`".formatted(sensor.name()));
            }
        }
    }

    /// All that is known after this moment.
    public Signals at(Moment moment, Signals known) throws InterruptedException {
        var waiting = new ArrayList<Sensor<?>>();
        var signals = inLine(moment, known, waiting);
        return waiting.isEmpty() ? signals : signals.with(heard(waiting, moment, signals));
    }

    private Signals inLine(Moment moment, Signals known, List<Sensor<?>> waiting) {
        var signals = known;
        for (var sensor : sensors) {
            if (!sensor.moment().isInstance(moment)) continue;
            if (waits(sensor, moment, signals)) waiting.add(sensor);
            else signals = signals.with(ask(sensor, moment, signals));
        }
        return signals;
    }

    private List<Signal<?>> heard(List<Sensor<?>> waiting, Moment moment, Signals known) throws InterruptedException {
        try (var scope = new Scope<List<Signal<?>>>()) {
            for (var sensor : waiting) scope.fork(() -> ask(sensor, moment, known));
            var heard = new ArrayList<Signal<?>>();
            for (var signals : scope.within(moment instanceof Moment.ReceivedMoment ? budget : checkBudget))
                signals.ifPresent(heard::addAll);
            return heard;
        } catch (ExecutionException failed) {
            throw Scope.bug(failed);
        }
    }

    private static <M extends Moment> boolean waits(Sensor<M> sensor, Moment moment, Signals known) {
        return sensor.waits(sensor.moment().cast(moment), known);
    }

    private static <M extends Moment> List<Signal<?>> ask(Sensor<M> sensor, Moment moment, Signals known) {
        return sensor.sense(sensor.moment().cast(moment), known);
    }
}
