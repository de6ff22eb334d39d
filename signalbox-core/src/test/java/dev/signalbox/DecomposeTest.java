package dev.signalbox;

import static dev.signalbox.CoreFixtures.model;
import static dev.signalbox.CoreFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.CoreFixtures.ListJournal;
import dev.signalbox.CoreFixtures.ListSink;
import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.Utility;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Decompose;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.plan.Strategy;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.run.Runner;
import dev.signalbox.run.Senses;
import dev.signalbox.signal.Signals;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Requests that are divided, and whose parts are routed by the same walk.
class DecomposeTest {
    private static final String OUTLINE = """
            {"parts": [{"id": "verse", "ask": "Write a verse.", "contract": "four lines", "needs": []},
            {"id": "tune", "ask": "Write a tune.", "needs": []},
            {"id": "song", "ask": "Put them together.", "needs": ["verse", "tune"]}]}
            """;

    private final ListJournal journal = new ListJournal();
    private final ListSink sink = new ListSink();
    private final List<Request> asked = new CopyOnWriteArrayList<>();

    @FunctionalInterface
    private interface Script {
        String of(String model, Request request) throws ProviderException, InterruptedException;
    }

    /// Divides what is asked for; parts go to the first model whose name is in what they ask, else to `poet`.
    private Router.Routed route(Script script, Optional<Model> joiner, Request request) throws InterruptedException {
        var provider = new Provider() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public Answer call(Model model, Request request, Sink sink) throws ProviderException, InterruptedException {
                asked.add(request);
                var text = script.of(model.id(), request);
                sink.accept(Chunk.text(text));
                return Answer.of(text, Usage.of(1_000, 500));
            }
        };
        var models = List.of(model("splitter"), model("poet"), model("joiner"));
        var route = CoreFixtures.route("r", models, List.of(), (options, utility, random) -> {
            boolean dividing = options.getFirst().plan() instanceof Decompose;
            return new Decision(options.get(dividing ? 0 : 1).plan(), 1, "scripted");
        });
        var dividing = new Route(
                route.name(),
                route.when(),
                route.models(),
                route.constraints(),
                List.of(new Strategy() {
                    @Override
                    public String name() {
                        return "divide";
                    }

                    @Override
                    public Optional<Option> option(List<Option> calls, Utility utility, Signals signals) {
                        Plan plan = new Decompose(models.getFirst(), joiner, 3);
                        return Optional.of(new Option(plan, calls.getFirst().estimate()));
                    }
                }),
                route.forecast(),
                route.dial(),
                route.quality(),
                route.costUsdMax(),
                route.selector());
        var clock = InstantSource.fixed(CoreFixtures.NOON);
        var runner = new Runner(List.of(provider), Senses.NONE, journal, clock);
        return new Router(
                        new Routes(List.of(dividing), models, List.of()), Senses.NONE, runner, journal, clock, () -> 1)
                .route(request, sink);
    }

    private static boolean divides(Request request) {
        return request.last().text().contains("Divide the user's request");
    }

    @Test
    void partsAreRoutedByThemselvesAndFollowEachOther() throws Exception {
        var both = new CountDownLatch(2);
        var routed = route(
                (model, request) -> {
                    if (divides(request)) return OUTLINE;
                    if (request.last().text().startsWith("Put")) return "The song.";
                    // The two that need nothing are asked side by side, or neither goes on.
                    both.countDown();
                    assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
                    return request.last().text().contains("verse") ? "The verse." : "The tune.";
                },
                Optional.empty(),
                request("auto"));

        assertThat(routed.answer().text()).isEqualTo("The verse.\n\nThe tune.\n\nThe song.");
        assertThat(routed.model()).contains("poet");
        assertThat(sink.heard).hasToString(routed.answer().text());
        assertThat(routed.costUsd()).isEqualTo(0.008);
        var song = asked.getLast();
        assertThat(song.id()).isEqualTo("r1.3");
        assertThat(song.parent()).contains("r1");
        assertThat(song.messages().getFirst().text()).contains("What is a signal box?", "The verse.", "The tune.");
        assertThat(asked).anySatisfy(part -> assertThat(part.last().text()).contains("Write a verse.", "four lines"));
        for (var id : List.of("r1.1", "r1.2", "r1.3")) {
            assertThat(journal.events(id))
                    .hasExactlyElementsOfTypes(
                            Event.Asked.class,
                            Event.Sensed.class,
                            Event.Decided.class,
                            Event.Called.class,
                            Event.Finished.class);
            assertThat(journal.events(id)).last().satisfies(end -> assertThat(((Event.Finished) end).costUsd())
                    .isEqualTo(0.002));
        }
        assertThat(journal.events("r1").stream()
                        .filter(Event.Judged.class::isInstance)
                        .map(event -> ((Event.Judged) event).part().orElseThrow()))
                .containsExactly("outline", "verse", "tune", "song");
    }

    @Test
    void aJoinerMakesOneAnswerOfThem() throws Exception {
        var routed = route(
                (model, request) -> {
                    if (divides(request)) return OUTLINE;
                    return model.equals("joiner") ? "All in one." : "Part of " + request.id();
                },
                Optional.of(model("joiner")),
                request("auto"));

        assertThat(routed.answer().text()).isEqualTo("All in one.");
        assertThat(routed.model()).contains("joiner");
        assertThat(asked.getLast().last().text()).contains("Part of r1.1", "Part of r1.2", "Part of r1.3");
    }

    @Test
    void whatCannotBeDividedIsAskedAsAWhole() throws Exception {
        for (var outline : List.of(
                "I would not divide it.",
                "{\"parts\": [{\"id\": \"a\", \"ask\": \"All of it.\"}]}",
                "{\"parts\": [{\"id\": \"a\", \"ask\": \"A\", \"needs\": [\"b\"]}, {\"id\": \"b\", \"ask\": \"B\", \"needs\": [\"a\"]}]}")) {
            asked.clear();
            var routed = route(
                    (model, request) -> divides(request) ? outline : model + " answers",
                    Optional.empty(),
                    request("auto"));
            assertThat(routed.answer().text()).isEqualTo("splitter answers");
            assertThat(asked).hasSize(2);
            assertThat(asked.getLast()).isEqualTo(request("auto"));
        }
        assertThat(journal.of(Event.Judged.class))
                .extracting(Event.Judged::accepted)
                .containsExactly(false, true, false);
    }

    @Test
    void whereAPartHasNoAnswerTheWholeIsAsked() throws Exception {
        var routed = route(
                (model, request) -> {
                    if (divides(request)) return OUTLINE;
                    if (request.last().text().startsWith("Put")) throw new ProviderException(Kind.OVERLOADED, "busy");
                    return model + " answers";
                },
                Optional.empty(),
                request("auto"));

        assertThat(routed.answer().text()).isEqualTo("splitter answers");
        assertThat(journal.events("r1.3")).last().isInstanceOf(Event.Failed.class);
    }

    @Test
    void allPartsPayOutOfOnePurse() {
        var plain = request("auto");
        var poor = new Request(
                plain.id(),
                plain.parent(),
                plain.tenant(),
                plain.model(),
                plain.messages(),
                plain.tools(),
                plain.options(),
                new Request.Wishes(OptionalDouble.empty(), OptionalDouble.of(0.005), Request.Late.PASS_ON),
                plain.fields(),
                plain.body(),
                plain.tags(),
                plain.deadline());
        assertThatThrownBy(
                        () -> route((model, request) -> divides(request) ? OUTLINE : "a part", Optional.empty(), poor))
                .isInstanceOfSatisfying(RouterException.class, failed -> assertThat(
                                failed.failure().code())
                        .isEqualTo(new Failure.ProviderFailed(Kind.OVER_BUDGET, "", ProviderException.Details.NONE)
                                .code()));
        assertThat(asked).hasSize(3);
    }

    @Test
    void whereNobodyDividesTheRouteAnswersTheWhole() throws Exception {
        var routed = route(
                (model, request) -> {
                    if (model.equals("splitter")) throw new ProviderException(Kind.BROKEN, "down");
                    return "the whole song";
                },
                Optional.empty(),
                request("auto"));

        assertThat(routed.answer().text()).isEqualTo("the whole song");
        assertThat(routed.model()).contains("poet");
        assertThat(sink.heard).hasToString("the whole song");
        assertThat(journal.of(Event.Judged.class)).anySatisfy(judged -> {
            assertThat(judged.part()).contains("outline");
            assertThat(judged.accepted()).isFalse();
        });
    }

    @Test
    void whereNobodyJoinsThePartsFollowEachOther() throws Exception {
        var routed = route(
                (model, request) -> {
                    if (model.equals("joiner")) throw new ProviderException(Kind.BROKEN, "down");
                    return divides(request) ? OUTLINE : "a part";
                },
                Optional.of(model("joiner")),
                request("auto"));

        assertThat(routed.answer().text()).isEqualTo("a part\n\na part\n\na part");
    }

    @Test
    void aPartIsNotDividedAgain() throws Exception {
        route((model, request) -> divides(request) ? OUTLINE : "a part", Optional.empty(), request("auto"));

        assertThat(journal.of(Event.Decided.class))
                .extracting(decided -> decided.decision().plan().getClass().getSimpleName())
                .containsOnlyOnce("Decompose")
                .contains("Call");
        assertThat(journal.of(Event.Decided.class)).hasSize(4);
    }
}
