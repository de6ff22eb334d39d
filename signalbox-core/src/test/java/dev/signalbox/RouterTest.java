package dev.signalbox;

import static dev.signalbox.CoreFixtures.model;
import static dev.signalbox.CoreFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.CoreFixtures.ListJournal;
import dev.signalbox.CoreFixtures.ListSink;
import dev.signalbox.CoreFixtures.ProviderScript;
import dev.signalbox.CoreFixtures.ScriptedProvider;
import dev.signalbox.chat.Sink;
import dev.signalbox.journal.Event;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.run.Runner;
import dev.signalbox.run.Senses;
import dev.signalbox.signal.Signals;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RouterTest {
    private final ListJournal journal = new ListJournal();
    private final InstantSource clock = InstantSource.fixed(CoreFixtures.NOON);

    private Router router(ScriptedProvider provider, Route... routes) {
        var runner = new Runner(List.of(provider), Senses.NONE, journal, clock);
        var models = List.of(routes).stream()
                .flatMap(route -> route.models().stream())
                .distinct()
                .toList();
        return new Router(new Routes(List.of(routes), models, List.of()), Senses.NONE, runner, journal, clock, () -> 7);
    }

    @Test
    void aRequestWalksFromAskedToFinished() throws InterruptedException {
        var provider = new ScriptedProvider(Map.of("a", ProviderScript.says("Hello ", "you")));
        var router = router(provider, CoreFixtures.route("r", List.of(model("a")), List.of(), CoreFixtures.IN_ORDER));
        var sink = new ListSink();

        var routed = router.route(request("auto"), sink);

        assertThat(routed.answer().text()).isEqualTo("Hello you");
        assertThat(routed.route()).isEqualTo("r");
        assertThat(routed.model()).contains("a");
        assertThat(routed.costUsd()).isCloseTo(0.002, within(1e-12));
        assertThat(sink.heard).hasToString("Hello you");
        assertThat(sink.openings).containsExactly("r/a");
        assertThat(journal.events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Asked", "Sensed", "Decided", "Called", "Finished");
        assertThat(journal.of(Event.Decided.class).getFirst().seed()).isEqualTo(7);
    }

    @Test
    void aFailedModelIsFollowedByTheNextAndTheClientHearsOnlyThat() throws InterruptedException {
        var provider = new ScriptedProvider(
                Map.of("a", ProviderScript.fails(Kind.OVERLOADED), "b", ProviderScript.says("fine")));
        var router = router(
                provider, CoreFixtures.route("r", List.of(model("a"), model("b")), List.of(), CoreFixtures.IN_ORDER));
        var sink = new ListSink();

        assertThat(router.route(request("auto"), sink).model()).contains("b");

        assertThat(sink.heard).hasToString("fine");
        assertThat(sink.openings).containsExactly("r/b");
        assertThat(journal.of(Event.Called.class))
                .extracting(Event.Called::ending)
                .containsExactly("OVERLOADED", "DONE");
    }

    @Test
    void whatTheClientHasHeardIsNotStartedOver() {
        var provider = new ScriptedProvider(
                Map.of("a", ProviderScript.fails(Kind.BROKEN, "half an ans"), "b", ProviderScript.says("fine")));
        var router = router(
                provider, CoreFixtures.route("r", List.of(model("a"), model("b")), List.of(), CoreFixtures.IN_ORDER));
        var sink = new ListSink();

        assertThatThrownBy(() -> router.route(request("auto"), sink))
                .isInstanceOfSatisfying(RouterException.class, failed -> assertThat(failed.failure())
                        .isInstanceOf(Failure.ProviderFailed.class));
        assertThat(provider.called).containsExactly("a");
        assertThat(sink.heard).hasToString("half an ans");
    }

    @Test
    void aRequestThatIsWrongIsNotTriedElsewhere() {
        var provider =
                new ScriptedProvider(Map.of("a", ProviderScript.fails(Kind.REFUSED), "b", ProviderScript.says("fine")));
        var router = router(
                provider, CoreFixtures.route("r", List.of(model("a"), model("b")), List.of(), CoreFixtures.IN_ORDER));

        assertThatThrownBy(() -> router.route(request("auto"), Sink.NONE)).isInstanceOf(RouterException.class);
        assertThat(provider.called).containsExactly("a");
    }

    @Test
    void aRouteLimitsWhatARequestCosts() throws InterruptedException {
        var provider = new ScriptedProvider(
                Map.of("a", ProviderScript.fails(Kind.OVERLOADED), "b", ProviderScript.says("fine")));
        var plain = CoreFixtures.route("r", List.of(model("a"), model("b")), List.of(), CoreFixtures.IN_ORDER);

        assertThatThrownBy(() -> router(provider, limited(plain, 0)).route(request("auto"), new ListSink()))
                .isInstanceOfSatisfying(
                        RouterException.class,
                        refused -> assertThat(refused.failure().message()).contains("`cost_max`"));
        assertThat(provider.called).isEmpty();
        assertThat(router(provider, limited(plain, 1))
                        .route(request("auto"), new ListSink())
                        .model())
                .contains("b");
    }

    private static Route limited(Route route, double costUsdMax) {
        return new Route(
                route.name(),
                route.when(),
                route.models(),
                route.constraints(),
                route.strategies(),
                route.forecast(),
                route.dial(),
                route.quality(),
                OptionalDouble.of(costUsdMax),
                route.selector());
    }

    @Test
    void aModelsOwnNameAndARoutesNameLeadThere() throws InterruptedException {
        var provider = new ScriptedProvider(Map.of("a", ProviderScript.says("a"), "b", ProviderScript.says("b")));
        var router = router(
                provider,
                CoreFixtures.route("one", List.of(model("a")), List.of(), CoreFixtures.IN_ORDER),
                CoreFixtures.route("two", List.of(model("b")), List.of(), CoreFixtures.IN_ORDER));

        assertThat(router.route(request("b"), Sink.NONE).answer().text()).isEqualTo("b");
        assertThat(router.route(request("auto/two"), Sink.NONE).route()).isEqualTo("two");
        assertThat(router.route(request("auto"), Sink.NONE).route()).isEqualTo("one");
    }

    @Test
    void nothingIsSensedForAModelThatTheClientNames() throws InterruptedException {
        var provider = new ScriptedProvider(Map.of("a", ProviderScript.says("a")));
        var router = router(provider, CoreFixtures.route("one", List.of(model("a")), List.of(), CoreFixtures.IN_ORDER));

        router.route(request("a"), Sink.NONE);

        assertThat(journal.events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Asked", "Decided", "Called", "Finished");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
        var provider = new ScriptedProvider(Map.of());
        var router =
                router(provider, CoreFixtures.route("code", List.of(model("gpt-5")), List.of(), CoreFixtures.IN_ORDER));

        assertThatThrownBy(() -> router.route(request("auto/coed"), Sink.NONE))
                .hasMessageContaining("Did you mean `auto/code`?");
        assertThat(journal.of(Event.Failed.class))
                .extracting(Event.Failed::code)
                .containsExactly("model_not_found");
    }

    @Test
    void whenEveryModelIsObjectedToTheErrorTellsWhy() {
        var provider = new ScriptedProvider(Map.of());
        var forbidding = CoreFixtures.forbidding(Set.of("a"));
        var router = router(
                provider, CoreFixtures.route("r", List.of(model("a")), List.of(forbidding), CoreFixtures.IN_ORDER));

        assertThatThrownBy(() -> router.route(request("auto"), Sink.NONE)).hasMessageContaining("it is forbidden");
    }

    @Test
    void aSelectorThatPlansWithAForbiddenModelIsStopped() {
        var provider = new ScriptedProvider(Map.of("a", ProviderScript.says("no")));
        var route = CoreFixtures.route(
                "r",
                List.of(model("a"), model("b")),
                List.of(CoreFixtures.forbidding(Set.of("a"))),
                (options, utility, random) -> new Decision(new Plan.Call(model("a")), 1, "wrong"));

        assertThatThrownBy(() -> router(provider, route).route(request("auto"), Sink.NONE))
                .isInstanceOfSatisfying(RouterException.class, failed -> assertThat(failed.failure())
                        .isEqualTo(new Failure.Smuggled("r", "a")));
        assertThat(provider.called).isEmpty();
    }

    @Test
    void aPartThatBreaksStillEndsTheStory() {
        var provider = new ScriptedProvider(Map.of());
        var route = CoreFixtures.route("r", List.of(model("a")), List.of(), (options, utility, random) -> {
            throw new IllegalStateException("a bug");
        });

        assertThatThrownBy(() -> router(provider, route).route(request("auto"), Sink.NONE))
                .hasMessage("a bug");
        assertThat(journal.of(Event.Failed.class))
                .extracting(Event.Failed::code)
                .containsExactly("internal_error");
    }

    @Test
    void theSameSeedGivesTheSameChoice() {
        var route = CoreFixtures.route(
                "r",
                List.of(model("a"), model("b"), model("c")),
                List.of(),
                (options, _, random) ->
                        new Decision(options.get(random.nextInt(options.size())).plan(), 1.0 / options.size(), "dice"));
        var router = router(new ScriptedProvider(Map.of()), route);
        for (long seed = 0; seed < 50; seed++) {
            assertThat(router.choose(request("auto"), Signals.NONE, seed))
                    .isEqualTo(router.choose(request("auto"), Signals.NONE, seed));
        }
        assertThat(journal.events).isEmpty();
    }

    /// For any models that fail, are forbidden or answer: nobody forbidden is called, and the story has one end.
    @Property
    void noForbiddenModelIsCalledAndEveryStoryHasOneEnd(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 9) Integer> dice) {
        journal.events.clear();
        var scripts = new LinkedHashMap<String, ProviderScript>();
        var forbidden = new HashSet<String>();
        for (int i = 0; i < dice.size(); i++) {
            var id = "m" + i;
            var kinds = Kind.values();
            int die = dice.get(i);
            scripts.put(
                    id,
                    die < kinds.length
                            ? ProviderScript.fails(kinds[die], i % 3 == 2 ? new String[] {"x"} : new String[0])
                            : ProviderScript.says("ok"));
            if ((die + i) % 3 == 0) forbidden.add(id);
        }
        var provider = new ScriptedProvider(scripts);
        var models = scripts.keySet().stream().map(CoreFixtures::model).toList();
        var router = router(
                provider,
                CoreFixtures.route("r", models, List.of(CoreFixtures.forbidding(forbidden)), CoreFixtures.IN_ORDER));

        try {
            router.route(request("auto"), Sink.NONE);
            assertThat(journal.of(Event.Finished.class)).hasSize(1);
        } catch (RouterException failed) {
            assertThat(journal.of(Event.Failed.class)).hasSize(1);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
        assertThat(provider.called).noneMatch(forbidden::contains);
        assertThat(journal.of(Event.Called.class)).hasSameSizeAs(provider.called);
        var ends = journal.of(Event.Finished.class).size()
                + journal.of(Event.Failed.class).size();
        assertThat(ends).isEqualTo(1);
        assertThat(journal.events.getLast()).isInstanceOfAny(Event.Finished.class, Event.Failed.class);
    }
}
