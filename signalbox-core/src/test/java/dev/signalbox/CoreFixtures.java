package dev.signalbox;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Dial;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.estimate.Forecast;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.signal.Condition;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// Small fakes to walk a request with.
public final class CoreFixtures {
    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private CoreFixtures() {}

    public static Model model(String id) {
        return new Model(
                id, "fake", id, Price.of(1, 2), OptionalInt.empty(), Set.of(), Optional.empty(), Model.Prior.UNKNOWN);
    }

    public static Request request(String model) {
        return Request.of("r1", model, "What is a signal box?", NOON.plusSeconds(60));
    }

    /// Tries the permitted models in order.
    public static final Selector IN_ORDER = (options, utility, random) -> new Decision(
            Plan.Cascade.inTurn(options.stream().map(Selector.Option::plan).toList()), 1, "in_order");

    public static Route route(String name, List<Model> models, List<Constraint> constraints, Selector selector) {
        Estimator one = (signals, asked) -> Collections.nCopies(asked.size(), new Belief(1, 0));
        return new Route(
                name,
                Condition.ALWAYS,
                models,
                constraints,
                List.of(),
                new Forecast(one, one, one),
                Dial.ofTypicalCost(0.001),
                0.5,
                OptionalDouble.empty(),
                selector);
    }

    /// Objects to models by id.
    public static Constraint forbidding(Set<String> ids) {
        return new Constraint() {
            @Override
            public String name() {
                return "forbidden";
            }

            @Override
            public Optional<Objection> objection(Request request, dev.signalbox.signal.Signals signals, Model model) {
                return ids.contains(model.id())
                        ? Optional.of(new Objection("forbidden", model.id(), "it is forbidden"))
                        : Optional.empty();
            }
        };
    }

    /// Answers each model with what a script says of it: an [Answer], or a [ProviderException] thrown, or after some
    /// words.
    public static final class ScriptedProvider implements Provider {
        private final Map<String, ProviderScript> scripts;
        public final List<String> called = new CopyOnWriteArrayList<>();

        public ScriptedProvider(Map<String, ProviderScript> scripts) {
            this.scripts = Map.copyOf(scripts);
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public Answer call(Model model, Request request, Sink sink) throws ProviderException, InterruptedException {
            called.add(model.id());
            var script = scripts.get(model.id());
            if (script == null) throw new IllegalStateException("no script for " + model.id());
            for (var word : script.words()) sink.accept(Chunk.text(word));
            if (script.failure().isPresent()) {
                throw new ProviderException(script.failure().get(), "`%s` fails".formatted(model.id()));
            }
            sink.accept(Chunk.finish(Finish.DONE));
            return Answer.of(String.join("", script.words()), Usage.of(1_000, 500));
        }
    }

    public record ProviderScript(List<String> words, Optional<ProviderException.Kind> failure) {
        public static ProviderScript says(String... words) {
            return new ProviderScript(List.of(words), Optional.empty());
        }

        public static ProviderScript fails(ProviderException.Kind kind, String... words) {
            return new ProviderScript(List.of(words), Optional.of(kind));
        }
    }

    public static final class ListJournal implements Journal {
        public final List<Event> events = new CopyOnWriteArrayList<>();

        @Override
        public void append(Event event) {
            events.add(event);
        }

        @Override
        public List<Event> events(String requestId) {
            return events.stream()
                    .filter(event -> event.requestId().equals(requestId))
                    .toList();
        }

        public <E extends Event> List<E> of(Class<E> kind) {
            return events.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    /// Keeps what it hears.
    public static final class ListSink implements Sink {
        public final StringBuilder heard = new StringBuilder();
        public final List<String> openings = new CopyOnWriteArrayList<>();

        @Override
        public void opening(String route, String model) {
            openings.add(route + "/" + model);
        }

        @Override
        public void accept(Chunk chunk) {
            for (var delta : chunk.deltas()) heard.append(delta.text());
        }
    }
}
