package dev.signalbox.verify.benchmark;

import dev.signalbox.Route;
import dev.signalbox.Router;
import dev.signalbox.Routes;
import dev.signalbox.chat.Request;
import dev.signalbox.estimate.Forecast;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.run.Runner;
import dev.signalbox.run.Senses;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Moment;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.constraint.Capabilities;
import dev.signalbox.standard.constraint.ContextWindow;
import dev.signalbox.standard.constraint.Health;
import dev.signalbox.standard.constraint.Modality;
import dev.signalbox.standard.constraint.StructuredOutput;
import dev.signalbox.standard.constraint.ToolUse;
import dev.signalbox.standard.estimate.ObservedLatency;
import dev.signalbox.standard.estimate.OutputLength;
import dev.signalbox.standard.estimate.PriorQuality;
import dev.signalbox.standard.estimate.TokenCost;
import dev.signalbox.standard.quality.LearnedCost;
import dev.signalbox.standard.quality.LearnedQuality;
import dev.signalbox.standard.selector.GreedySelector;
import dev.signalbox.standard.sensor.QueryMemory;
import dev.signalbox.standard.sensor.QuerySensors;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a decision costs, with ten models and a snapshot of 2,000 queries. `decide` is everything after
/// the embedding: find the route, ask five constraints of ten models, estimate quality, cost and
/// latency of each, select. `sense` is all in-line sensors on a prompt of about 500 tokens,
/// `senseAgain` their memory of one. Run with `-prof gc` for the allocation.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
public class DecisionBenchmark {
    private static final int REQUESTS = 256;
    private final Request[] requests = new Request[REQUESTS];
    private final Signals[] signals = new Signals[REQUESTS];
    private final Request[] longRequests = new Request[REQUESTS];
    private final Senses senses = new Senses(List.copyOf(QuerySensors.inOrder()), Duration.ZERO);
    private final Senses memory = new Senses(List.of(new QueryMemory(32 << 20)), Duration.ZERO);

    @SuppressWarnings("NullAway.Init")
    private Router router;

    private int turn;

    @Setup(Level.Trial)
    public void prepare() throws InterruptedException {
        var snapshot = Pool.snapshot();
        var models = Pool.models();
        var clock = InstantSource.fixed(Instant.EPOCH);
        var prior = new PriorQuality();
        var quality = new LearnedQuality(snapshot, prior);
        var cost = new LearnedCost(snapshot, new TokenCost(new OutputLength(300), new TokenRates()));
        var latency = new ObservedLatency(new OutputLength(300), 0.2);
        var constraints = List.of(
                new ContextWindow(new TokenRates()),
                new Modality(new Capabilities(InstantSource.system())),
                new ToolUse(new Capabilities(InstantSource.system())),
                new StructuredOutput(new Capabilities(InstantSource.system())),
                new Health(Health.Options.DEFAULT, clock));
        var route = new Route(
                "default",
                Condition.ALWAYS,
                models,
                constraints,
                List.of(),
                new Forecast(quality, cost, latency),
                snapshot.dial().orElseThrow(),
                0.5,
                OptionalDouble.empty(),
                new GreedySelector(new GreedySelector.Options(0.02, 2)));
        var journal = new Journal() {
            @Override
            public void append(Event event) {}

            @Override
            public List<Event> events(String requestId) {
                return List.of();
            }
        };
        var runner = new Runner(List.of(), Senses.NONE, journal, clock);
        router = new Router(new Routes(List.of(route), models, List.of()), senses, runner, journal, clock, () -> 7);
        var encoder = Pool.encoder();
        var random = new SplittableRandom(11);
        for (int i = 0; i < REQUESTS; i++) {
            var text = Pool.prompt(random, 40);
            requests[i] = Request.of("r" + i, "auto", text, Instant.MAX);
            longRequests[i] = Request.of("l" + i, "auto", Pool.prompt(random, 330), Instant.MAX);
            signals[i] = senses.at(new Moment.ReceivedMoment(requests[i]), Signals.NONE)
                    .with(List.of(SignalKey.vector("embedding").of(encoder.encode(text))));
        }
    }

    private int next() {
        turn = (turn + 1) % REQUESTS;
        return turn;
    }

    @Benchmark
    public Router.ChosenPlan decide() {
        int i = next();
        return router.choose(requests[i], signals[i], i);
    }

    @Benchmark
    public Signals sense() throws InterruptedException {
        return senses.at(new Moment.ReceivedMoment(longRequests[next()]), Signals.NONE);
    }

    @Benchmark
    public Signals senseAgain() throws InterruptedException {
        return memory.at(new Moment.ReceivedMoment(longRequests[next()]), Signals.NONE);
    }
}
