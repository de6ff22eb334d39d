package dev.signalbox.run;

import static dev.signalbox.CoreFixtures.model;
import static dev.signalbox.CoreFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.CoreFixtures;
import dev.signalbox.CoreFixtures.ListJournal;
import dev.signalbox.CoreFixtures.ListSink;
import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Chunk.ToolCallDelta;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Request.Late;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.TokenTally;
import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Exhausted;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.plan.Watching;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.Holds;
import dev.signalbox.signal.Condition.Not;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchedRunnerTest {
    private static final Condition BAD = new Not(new Holds(Finding.flag("word")));
    private static final Watching WATCHING = Watching.of(BAD);
    private static final String LINE = "A line of an answer that goes on.\n";

    private final ListJournal journal = new ListJournal();
    private final ListSink sink = new ListSink();
    private final List<Request> asked = new ArrayList<>();
    private final Map<String, Speech> speeches = new LinkedHashMap<>();
    private Runnable onChunk = () -> {};
    private InstantSource clock = InstantSource.fixed(CoreFixtures.NOON);

    /// How one model speaks.
    private interface Speech {
        Answer speak(Request request, Sink sink) throws ProviderException, InterruptedException;
    }

    private static Speech says(String... words) {
        return (request, sink) -> {
            for (var word : words) sink.accept(Chunk.text(word));
            sink.accept(Chunk.finish(Finish.DONE));
            return Answer.of(String.join("", words), Usage.of(10, 20));
        };
    }

    /// Finds every delta that has a word in it.
    private static Monitor monitor(String name, String word) {
        return monitor(name, word, Reason.FORMAT);
    }

    private static Monitor monitor(String name, String word, Reason reason) {
        return new Monitor() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Watch watch(Request request, Signals known) {
                return new Watch() {
                    @Override
                    public @Nullable Finding heard(Delta delta) {
                        boolean bad = delta.text().contains(word);
                        return bad ? Finding.fail(name, reason, "it says " + word) : null;
                    }

                    @Override
                    public @Nullable Finding silent(Duration since) {
                        boolean bad = word.equals("silence") && since.toMillis() > 60;
                        return bad ? Finding.fail(name, Reason.STALL, "it is silent") : null;
                    }
                };
            }
        };
    }

    /// Finds what a model is not sure of.
    private static final Monitor UNSURE = new Monitor() {
        @Override
        public String name() {
            return "unsure";
        }

        @Override
        public boolean readsConfidence() {
            return true;
        }

        @Override
        public Watch watch(Request request, Signals known) {
            return delta -> delta.logProbability().orElse(0) < -1
                    ? Finding.fail("unsure", Reason.LOW_CONFIDENCE, "it guesses")
                    : null;
        }
    };

    /// Finds a fence, in the end.
    private static final Monitor FENCED = new Monitor() {
        @Override
        public String name() {
            return "fenced";
        }

        @Override
        public Watch watch(Request request, Signals known) {
            return new Watch() {
                private final StringBuilder heard = new StringBuilder();

                @Override
                public @Nullable Finding heard(Delta delta) {
                    heard.append(delta.text());
                    return null;
                }

                @Override
                public @Nullable Finding ended() {
                    return heard.indexOf("```") < 0 ? null : Finding.fail("fenced", Reason.JSON_PARSE, "a fence");
                }
            };
        }
    };

    /// Takes fences off that are closed.
    private static final AutoFix UNFENCING =
            (request, answer, findings) -> answer.text().endsWith("```")
                    ? Optional.of(Answer.of(answer.text().replace("```", ""), answer.usage()))
                    : Optional.empty();

    @Test
    void whatNobodyHasHeardIsMendedInTheEnd() throws Exception {
        var json = new Request.Options(OptionalInt.empty(), 1, true, false, Format.JSON);
        var watching = Watching.of(new Not(new Holds(Finding.flag("fenced"))));
        speeches.put("small", says("```", "{\"a\": 1}", "```"));
        speeches.put("large", says("{}"));

        assertThat(run(two(watching), wishing(Late.PASS_ON, json)).text()).isEqualTo("{\"a\": 1}");
        assertThat(sink.heard).hasToString("{\"a\": 1}");
        assertThat(sink.openings).containsExactly("r/small");
        assertThat(journal.of(Event.Judged.class))
                .extracting(Event.Judged::part)
                .containsExactly(Optional.of(Event.Judged.MENDED));

        speeches.put("small", says("```", "{\"a\": 1}"));
        assertThat(run(two(watching), wishing(Late.PASS_ON, json)).text()).isEqualTo("{}");
    }

    @Test
    void aModelIsAskedHowSureItIsWhereAMonitorReadsThat() throws Exception {
        speeches.put("small", (request, sink) -> {
            var guess = new Delta(0, "Perhaps", List.of(), Optional.empty(), OptionalDouble.of(-2));
            sink.accept(new Chunk(List.of(guess), Optional.empty(), Optional.empty()));
            return Answer.of("Perhaps", Usage.of(10, 20));
        });
        speeches.put("large", says("Certainly"));
        var unsure = Watching.of(new Not(new Holds(Finding.flag("unsure"))));
        var cascade = new Cascade(List.of(stage(model("small"), unsure), stage(model("large"), WATCHING)));

        assertThat(run(cascade, request("auto")).text()).isEqualTo("Certainly");
        assertThat(asked).extracting(one -> one.options().confidenceWanted()).containsExactly(true, false);
    }

    @Test
    void aMonitorIsToldWhoAnswersWhereThatIsOneModel() throws Exception {
        speeches.put("small", says("one"));
        speeches.put("large", says("other"));
        var both = List.<Plan>of(new Call(model("small")), new Call(model("large")));
        var watching = Watching.of(new Not(new Holds(Finding.flag("who"))));
        var first = Stage.of(new Plan.Fuse(both, new Fusion.Vote(2)), Condition.ALWAYS);
        run(new Cascade(List.of(first.watched(watching))), request("auto"));
        run(new Cascade(List.of(stage(model("small"), watching))), request("auto"));
        assertThat(told).containsExactly(Optional.empty(), Optional.of("small"));
    }

    private final List<Optional<String>> told = new ArrayList<>();

    private final Monitor who = new Monitor() {
        @Override
        public String name() {
            return "who";
        }

        @Override
        public Watch watch(Request request, Signals known) {
            told.add(known.get(Monitor.MODEL));
            return Watch.NOTHING;
        }
    };

    private Answer run(Cascade cascade, Request request) throws Exception {
        var provider = new Provider() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public Answer call(Model model, Request request, Sink sink) throws ProviderException, InterruptedException {
                asked.add(request);
                return Optional.ofNullable(speeches.get(model.id()))
                        .orElseThrow()
                        .speak(request, sink);
            }
        };
        var monitors = List.of(
                monitor("word", "BAD"),
                monitor("round", "ROUND", Reason.REPETITION),
                monitor("quiet", "silence"),
                UNSURE,
                FENCED,
                who);
        return new Runner(List.of(provider), Senses.NONE, List.of(UNFENCING), monitors, Answer::text, journal, clock)
                .run(cascade, request, Signals.NONE, "r", listening())
                .result()
                .answer();
    }

    /// A clock that begins at noon and goes on.
    private static InstantSource running() {
        long start = System.nanoTime();
        return () -> CoreFixtures.NOON.plusNanos(System.nanoTime() - start);
    }

    private Sink listening() {
        return new Sink() {
            @Override
            public void opening(String route, String model) {
                sink.opening(route, model);
            }

            @Override
            public void accept(Chunk chunk) {
                sink.accept(chunk);
                onChunk.run();
            }
        };
    }

    private static Stage stage(Model model, Watching watching) {
        return Stage.of(new Call(model), Condition.ALWAYS).watched(watching);
    }

    private static Cascade two(Watching watching) {
        return new Cascade(List.of(stage(model("small"), watching), stage(prefilling("large"), watching)));
    }

    private static Model prefilling(String id) {
        var plain = model(id);
        return new Model(
                id,
                plain.provider(),
                plain.upstream(),
                plain.price(),
                OptionalInt.empty(),
                Set.of(Capability.PREFILL),
                Optional.empty(),
                plain.prior());
    }

    private static Request wishing(Late late, Request.Options options) {
        var plain = request("auto");
        return new Request(
                plain.id(),
                plain.parent(),
                plain.tenant(),
                plain.model(),
                plain.messages(),
                plain.tools(),
                options,
                new Request.Wishes(OptionalDouble.empty(), OptionalDouble.empty(), late),
                plain.fields(),
                Optional.empty(),
                plain.tags(),
                plain.deadline());
    }

    private static Request wishing(Late late) {
        return wishing(late, Request.Options.DEFAULT);
    }

    private static String[] lines(int count, String... more) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < count; i++) lines.add(LINE);
        lines.addAll(List.of(more));
        return lines.toArray(String[]::new);
    }

    @Test
    void whatFailsWhileItIsHeldIsNeverHeard() throws Exception {
        speeches.put("small", says("This is ", "BAD", " and more"));
        speeches.put("large", says("This is good."));

        var request = wishing(Late.PASS_ON);
        var answer = run(two(WATCHING), request);

        assertThat(answer.text()).isEqualTo("This is good.");
        assertThat(sink.heard).hasToString("This is good.");
        assertThat(sink.openings).containsExactly("r/large");
        assertThat(asked).allMatch(one -> one == request);
        assertThat(journal.of(Event.Cut.class)).singleElement().satisfies(cut -> {
            assertThat(cut.model()).contains("small");
            assertThat(cut.position()).isEqualTo(11);
            assertThat(cut.released()).isFalse();
            assertThat(cut.finding().check()).isEqualTo("word");
        });
        assertThat(journal.of(Event.Called.class)).first().satisfies(called -> {
            assertThat(called.ending()).isEqualTo("ABANDONED");
            assertThat(called.usage().estimated()).isTrue();
            assertThat(called.costUsd()).isPositive();
        });
    }

    @Test
    void aGoodAnswerComesWholeAndInOrder() throws Exception {
        speeches.put("small", says(lines(40)));

        var answer = run(two(WATCHING), wishing(Late.PASS_ON));

        assertThat(sink.heard).hasToString(LINE.repeat(40));
        assertThat(answer.text()).isEqualTo(LINE.repeat(40));
        assertThat(sink.openings).containsExactly("r/small");
        assertThat(journal.of(Event.Cut.class)).isEmpty();
    }

    @Test
    void aPlainAnswerIsWatchedWhenItIsThere() throws Exception {
        speeches.put("small", (request, sink) -> Answer.of("BAD", Usage.NONE));
        speeches.put("large", (request, sink) -> Answer.of("good", Usage.NONE));

        assertThat(run(two(WATCHING), wishing(Late.PASS_ON)).text()).isEqualTo("good");
    }

    @Test
    void oneBadWindowIsAnAccident() throws Exception {
        speeches.put("small", says(lines(10, "BAD " + LINE, LINE.repeat(20))));

        run(two(WATCHING), wishing(Late.CUT));

        assertThat(sink.heard).hasToString(LINE.repeat(10) + "BAD " + LINE.repeat(21));
        assertThat(journal.of(Event.Cut.class)).isEmpty();
        assertThat(journal.of(Event.Judged.class)).singleElement().satisfies(judged -> assertThat(judged.findings())
                .extracting(Finding::check)
                .containsExactly("word"));
    }

    private static Speech turnsBad() {
        var bad = new ArrayList<>(List.of(lines(12)));
        for (int i = 0; i < 20; i++) bad.add("BAD " + LINE);
        return says(bad.toArray(String[]::new));
    }

    @Test
    void twoBadWindowsCutTheAnswerWhereTheClientWantsThat() {
        speeches.put("small", turnsBad());

        assertThatThrownBy(() -> run(two(WATCHING), wishing(Late.CUT)))
                .isInstanceOfSatisfying(ProviderException.class, failed -> assertThat(failed.kind())
                        .isEqualTo(Kind.REJECTED))
                .hasMessageContaining("`word`");
        assertThat(LINE.repeat(12)).startsWith(sink.heard.toString());
        assertThat(sink.heard).isNotEmpty().doesNotContain("BAD");
        assertThat(journal.of(Event.Cut.class)).singleElement().satisfies(cut -> assertThat(cut.released())
                .isTrue());
        assertThat(asked).hasSize(1);
    }

    @Test
    void twoBadWindowsArePassedOnWhereTheClientSaysNothing() throws Exception {
        speeches.put("small", turnsBad());

        var answer = run(two(WATCHING), wishing(Late.PASS_ON));

        assertThat(sink.heard).hasToString(answer.text()).contains("BAD");
        assertThat(journal.of(Event.Judged.class)).singleElement().satisfies(judged -> assertThat(judged.accepted())
                .isFalse());
    }

    @Test
    void anAnswerWithoutEndIsEndedEvenWhereTheClientSaysNothing() {
        var bad = new ArrayList<>(List.of(lines(12)));
        for (int i = 0; i < 20; i++) bad.add("ROUND " + LINE);
        speeches.put("small", says(bad.toArray(String[]::new)));

        assertThatThrownBy(
                        () -> run(two(Watching.of(new Not(new Holds(Finding.flag("round"))))), wishing(Late.PASS_ON)))
                .hasMessageContaining("`round`");
        assertThat(LINE.repeat(12)).startsWith(sink.heard.toString());
        assertThat(sink.heard).isNotEmpty();
    }

    @Test
    void anotherModelGoesOnFromWhatTheClientHasHeard() throws Exception {
        speeches.put("small", turnsBad());
        speeches.put("large", (request, sink) -> {
            // It says its last line again, and goes on.
            return says(LINE.strip(), "\n", "And now ", "the end.").speak(request, sink);
        });

        var answer = run(two(WATCHING), wishing(Late.CONTINUE));

        var begun = asked.getLast().last();
        assertThat(begun.role()).isEqualTo(Role.ASSISTANT);
        assertThat(asked.getLast().messages()).hasSize(2);
        assertThat(sink.heard).hasToString(begun.text() + "\nAnd now the end.");
        assertThat(answer.text()).isEqualTo(sink.heard.toString());
        assertThat(sink.openings).containsExactly("r/small");
    }

    @Test
    void aModelThatBeginsAnewIsCutOff() {
        speeches.put("small", turnsBad());
        speeches.put("large", says("Sure, here is ", "all of it again: " + LINE.repeat(10)));

        assertThatThrownBy(() -> run(two(WATCHING), wishing(Late.CONTINUE))).hasMessageContaining("`continuation`");
        assertThat(sink.heard).doesNotContain("Sure");
    }

    @Test
    void aBrokenAnswerIsGoneOnWithToo() throws Exception {
        speeches.put("small", (request, sink) -> {
            for (var line : lines(12)) sink.accept(Chunk.text(line));
            throw new ProviderException(Kind.BROKEN, "it broke");
        });
        speeches.put("large", says("The end."));

        assertThat(run(two(WATCHING), wishing(Late.CONTINUE)).text()).isEqualTo(LINE.repeat(12) + "The end.");
        assertThat(sink.heard).hasToString(LINE.repeat(12) + "The end.");
    }

    /// The ticker may interrupt a call just as it fails by itself. Its interrupt must not hit the next stage.
    @Test
    void theTickersInterruptDoesNotReachTheNextStage() throws Exception {
        clock = running();
        speeches.put("small", (_, sink) -> {
            sink.accept(Chunk.text("One "));
            while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();
            throw new ProviderException(Kind.BROKEN, "broken as it was stopped");
        });
        speeches.put("large", (request, sink) -> {
            // Whoever waits for a reply would see an interrupt.
            Thread.sleep(1);
            return says("The answer.").speak(request, sink);
        });
        var held = new Watching(BAD, 10_000, Duration.ofMinutes(1), 200, Set.of("quiet"));

        assertThat(run(two(held), wishing(Late.PASS_ON)).text()).isEqualTo("The answer.");
        assertThat(sink.heard).hasToString("The answer.");
        assertThat(journal.of(Event.Called.class))
                .extracting(Event.Called::ending)
                .containsExactly("BROKEN", "DONE");
        assertThat(Thread.interrupted()).isFalse();
    }

    /// Text without the end of a sentence, and then nothing: it is told in time all the same.
    @Test
    void heldTextIsToldInTimeWhereNothingMoreComes() throws Exception {
        clock = running();
        var heard = new CountDownLatch(1);
        speeches.put("small", (_, sink) -> {
            sink.accept(Chunk.text("no sentence ends here"));
            assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
            return Answer.of("no sentence ends here", Usage.of(10, 20));
        });
        var watching = new Watching(BAD, 48, Duration.ofMillis(50), 200, Set.of());
        onChunk = heard::countDown;

        assertThat(run(two(watching), wishing(Late.PASS_ON)).text()).isEqualTo("no sentence ends here");
    }

    @Test
    void aGuardStopsAtOnce() {
        var guarded = new Watching(BAD, 0, Duration.ZERO, 10, Set.of("word"));
        speeches.put("small", says("One. ", "Two words. ", "Three words. ", "BAD", " and so on"));

        assertThatThrownBy(() -> run(two(guarded), wishing(Late.CUT))).isInstanceOf(ProviderException.class);
        assertThat(sink.heard).hasToString("One. Two words. ");
    }

    @Test
    void structuredAnswersAndToolCallsAreHeldWhole() throws Exception {
        var json = new Request.Options(OptionalInt.empty(), 1, true, false, Format.JSON);
        speeches.put("small", says("{\"a\": \"" + "x".repeat(5_000), "BAD", "\"}"));
        speeches.put("large", (request, sink) -> {
            sink.accept(Chunk.text("x".repeat(5_000)));
            var call = new ToolCallDelta(0, Optional.of("1"), Optional.of("f"), "{}");
            sink.accept(new Chunk(
                    List.of(new Delta(0, "", List.of(call), Optional.empty())), Optional.empty(), Optional.empty()));
            assertThat(this.sink.heard).isEmpty();
            return Answer.of("good", Usage.NONE);
        });

        assertThat(run(two(WATCHING), wishing(Late.PASS_ON, json)).text()).isEqualTo("good");
        assertThat(sink.openings).containsExactly("r/large");
    }

    @Test
    void theLastHopeIsNotStoppedButSaidToBeBad() throws Exception {
        speeches.put("small", says("BAD"));
        speeches.put("large", says("BAD as well"));
        var stages = two(WATCHING).stages();

        assertThat(run(new Cascade(stages, Exhausted.BEST_SO_FAR), wishing(Late.CUT))
                        .text())
                .isEqualTo("BAD as well");
        assertThatThrownBy(() -> run(new Cascade(stages), wishing(Late.CUT))).isInstanceOf(ProviderException.class);
    }

    @Test
    void aSilentModelIsStoppedAndItsThreadIsFree() throws Exception {
        clock = InstantSource.system();
        var never = new CountDownLatch(1);
        speeches.put("small", (request, sink) -> {
            sink.accept(Chunk.text("One word"));
            never.await();
            return Answer.of("", Usage.NONE);
        });
        speeches.put("large", says("good"));
        var quiet = Watching.of(new Not(new Holds(Finding.flag("quiet"))));
        var request = wishing(Late.PASS_ON);
        var patient = new Request(
                request.id(),
                request.parent(),
                request.tenant(),
                request.model(),
                request.messages(),
                request.tools(),
                request.options(),
                request.wishes(),
                request.fields(),
                request.body(),
                request.tags(),
                clock.instant().plusSeconds(60));

        assertThat(run(two(quiet), patient).text()).isEqualTo("good");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(journal.of(Event.Cut.class))
                .singleElement()
                .satisfies(cut -> assertThat(cut.finding().reason()).isEqualTo(Reason.STALL));
    }

    @Test
    void whatIsHeldIsLetGoWhenItsTimeIsOver() throws Exception {
        clock = running();
        var heard = new CountDownLatch(1);
        var brief = new Watching(BAD, 1_000, Duration.ofMillis(30), 0, Set.of());
        speeches.put("small", (request, sink) -> {
            sink.accept(Chunk.text("One word"));
            heard.await();
            return Answer.of("One word", Usage.NONE);
        });
        var provider = new Provider() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public Answer call(Model model, Request request, Sink sink) throws ProviderException, InterruptedException {
                return Optional.ofNullable(speeches.get(model.id()))
                        .orElseThrow()
                        .speak(request, sink);
            }
        };

        var runOutcome = new Runner(
                        List.of(provider),
                        Senses.NONE,
                        List.of(),
                        List.of(monitor("word", "BAD")),
                        Answer::text,
                        journal,
                        clock)
                .run(two(brief), request("auto"), Signals.NONE, "r", chunk -> heard.countDown());

        assertThat(runOutcome.result().answer().text()).isEqualTo("One word");
    }

    @Test
    void onlyTheMonitorsThatAreAskedForListen() throws Exception {
        speeches.put("small", says("BAD"));

        assertThat(run(two(Watching.of(new Not(new Holds(Finding.flag("quiet"))))), wishing(Late.CUT))
                        .text())
                .isEqualTo("BAD");
    }

    /// A request with a limit of its answer's length, as a client wrote it.
    private static Request limited(int tokens) {
        var wishing = wishing(
                Late.CONTINUE, new Request.Options(OptionalInt.of(tokens), 1, false, false, Request.Format.TEXT));
        return new Request(
                wishing.id(),
                wishing.parent(),
                wishing.tenant(),
                wishing.model(),
                wishing.messages(),
                wishing.tools(),
                wishing.options(),
                wishing.wishes(),
                Map.of("max_completion_tokens", Json.of(Integer.toString(tokens)), "seed", Json.of("7")),
                Optional.empty(),
                wishing.tags(),
                wishing.deadline());
    }

    @Test
    void theSecondModelGetsWhatIsLeftOfTheLongestAnswer() throws Exception {
        speeches.put("small", turnsBad());
        speeches.put("large", says("The end."));

        run(two(WATCHING), limited(1_000));

        var second = asked.getLast();
        int told = (int) Math.ceil(new TokenTally().add(second.last().text()).tokens());
        int left = second.options().outputTokensMax().orElseThrow();
        assertThat(told).isGreaterThan(30);
        assertThat(left).isCloseTo(1_000 - told, within(2));
        assertThat(second.fields()).containsEntry("max_completion_tokens", Json.of(Integer.toString(left)));
        assertThat(second.fields()).containsEntry("seed", Json.of("7")).hasSize(2);
        assertThat(asked.getFirst().options().outputTokensMax()).hasValue(1_000);
    }

    @Test
    void nobodyGoesOnWhereNothingIsLeft() {
        speeches.put("small", turnsBad());

        assertThatThrownBy(() -> run(two(WATCHING), limited(20))).isInstanceOf(ProviderException.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void theMessagesOfAContinuationEndWithWhatWasHeard() throws Exception {
        speeches.put("small", turnsBad());
        speeches.put("large", says("The end."));

        run(two(WATCHING), wishing(Late.CONTINUE));

        assertThat(asked.getLast().messages()).extracting(Message::role).containsExactly(Role.USER, Role.ASSISTANT);
        assertThat(sink.heard.toString())
                .startsWith(asked.getLast().last().text())
                .endsWith("\nThe end.");
    }
}
