package dev.signalbox.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.signal.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Journal] must do. A journal's test extends this and says how to make one.
///
/// A journal need not keep what was said. So events about it are compared by kind and time, and the others as they are.
public abstract class JournalKit {
    private static final int REQUESTS = 200;
    private static final int CALLS = 20;

    private Journal journal;

    /// A new journal without any event.
    protected abstract Journal open();

    @BeforeEach
    final void openJournal() {
        journal = open();
    }

    @AfterEach
    final void closeJournal() {
        journal.close();
    }

    @Test
    void knowsNothingOfARequestThatItWasNotTold() {
        Stories.failed("told").forEach(journal::append);

        assertThat(journal.events("untold")).isEmpty();
    }

    @Test
    void tellsAStoryInTheOrderOfItsEvents() {
        var story = Stories.answered("request");
        story.forEach(journal::append);

        assertSameStory(journal.events("request"), story);
    }

    @Test
    void keepsRequestsApart() {
        var first = Stories.answered("first");
        var second = Stories.failed("second");
        journal.append(first.get(0));
        journal.append(second.get(0));
        journal.append(first.get(1));
        journal.append(second.get(1));
        first.subList(2, first.size()).forEach(journal::append);

        assertSameStory(journal.events("first"), first);
        assertSameStory(journal.events("second"), second);
    }

    @Test
    void isReadWhileItsStoryGoesOn() {
        var story = Stories.answered("request");
        for (int told = 1; told <= story.size(); told++) {
            journal.append(story.get(told - 1));

            assertSameStory(journal.events("request"), story.subList(0, told));
        }
    }

    @Test
    void handsOutAListThatStaysAsItIs() {
        var story = Stories.answered("request");
        journal.append(story.get(0));
        var before = journal.events("request");
        journal.append(story.get(1));

        assertThat(before).hasSize(1);
    }

    @Test
    void hearsWhatAnInterruptedThreadHasToSay() {
        Thread.currentThread().interrupt();
        journal.append(Stories.failed("request").getLast());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(journal.events("request")).hasSize(1);
    }

    @Test
    void losesNothingOfManyThatWriteWhileOneReads() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing = IntStream.range(0, REQUESTS)
                    .mapToObj(request ->
                            threads.submit(() -> calls("request-" + request).forEach(journal::append)))
                    .toList();
            var reading = threads.submit(() -> {
                for (int request = 0; request < REQUESTS; request += 10) {
                    var id = "request-" + request;
                    // At any time a beginning of the story, without gaps.
                    var events = journal.events(id);
                    assertThat(events).isEqualTo(calls(id).subList(0, Math.min(events.size(), CALLS)));
                }
            });
            for (var writer : writing) writer.get();
            reading.get();
        }

        for (int request = 0; request < REQUESTS; request++) {
            var id = "request-" + request;
            assertThat(journal.events(id)).isEqualTo(calls(id));
        }
    }

    private static List<Event> calls(String id) {
        var calls = new ArrayList<Event>();
        for (int call = 0; call < CALLS; call++) {
            calls.add(new Event.Called(
                    id,
                    Stories.START.plusMillis(call),
                    "model-" + call,
                    Usage.of(call, 2 * call),
                    call / 3.0,
                    OptionalDouble.empty(),
                    call / 7.0,
                    "DONE",
                    Optional.empty()));
        }
        return calls;
    }

    private static void assertSameStory(List<Event> read, List<Event> told) {
        assertThat(read).hasSameSizeAs(told);
        for (int i = 0; i < told.size(); i++) {
            assertThat(read.get(i)).hasSameClassAs(told.get(i));
            assertThat(read.get(i).requestId()).isEqualTo(told.get(i).requestId());
            assertThat(read.get(i).at()).isEqualTo(told.get(i).at());
            switch (told.get(i)) {
                case Event.Sensed _, Event.Decided _, Event.Called _, Event.Failed _ ->
                    assertThat(read.get(i)).isEqualTo(told.get(i));
                case Event.Judged judged -> {
                    var again = (Event.Judged) read.get(i);
                    assertThat(again.model()).isEqualTo(judged.model());
                    assertThat(again.part()).isEqualTo(judged.part());
                    assertThat(again.accepted()).isEqualTo(judged.accepted());
                    assertThat(again.findings())
                            .extracting(Finding::check, Finding::verdict, Finding::reason)
                            .isEqualTo(judged.findings().stream()
                                    .map(one -> tuple(one.check(), one.verdict(), one.reason()))
                                    .toList());
                }
                case Event.Cut cut -> {
                    var again = (Event.Cut) read.get(i);
                    assertThat(again.model()).isEqualTo(cut.model());
                    assertThat(again.finding().check()).isEqualTo(cut.finding().check());
                    assertThat(again.finding().reason()).isEqualTo(cut.finding().reason());
                    assertThat(again.position()).isEqualTo(cut.position());
                    assertThat(again.released()).isEqualTo(cut.released());
                }
                case Event.Finished finished -> {
                    var again = (Event.Finished) read.get(i);
                    assertThat(again.model()).isEqualTo(finished.model());
                    assertThat(again.costUsd()).isEqualTo(finished.costUsd());
                    assertThat(again.answer().usage())
                            .isEqualTo(finished.answer().usage());
                }
                case Event.Asked asked ->
                    assertThat(((Event.Asked) read.get(i)).request().tenant())
                            .isEqualTo(asked.request().tenant());
                case Event.Rated rated ->
                    assertThat(((Event.Rated) read.get(i)).rating()).isEqualTo(rated.rating());
            }
        }
    }
}
