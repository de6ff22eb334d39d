package dev.signalbox.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Request.Options;
import dev.signalbox.chat.Sink;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What every provider does, whatever it calls: answers come whole or not at all, an interrupt and a deadline end a
/// call and are heard upstream, and no error tells the key. A provider's test extends this and plays the upstream.
public abstract class ProviderKit {
    private static final List<String> PIECES = List.of("Once ", "upon a ", "time 🚂", ".");
    private static final String STORY = String.join("", PIECES);

    /// How long the upstream may take to hear that a call was given up. It should be at once; a busy machine is slow.
    private static final Duration SOON = Duration.ofSeconds(5);

    /// What an upstream does with each request.
    public sealed interface KitUpstream {
        /// Says an answer of these pieces: one by one where it is asked to stream, else as one.
        record Speaks(List<String> pieces) implements KitUpstream {}

        /// Says these pieces, or not even that it heard where there are none, and then nothing more.
        ///
        /// @param asked counted down when a request has come
        /// @param gone counted down when the other side has given it up
        record FallsSilent(List<String> pieces, CountDownLatch asked, CountDownLatch gone) implements KitUpstream {}

        /// Says these pieces, or nothing where there are none, and then cuts the connection.
        record HangsUp(List<String> pieces) implements KitUpstream {}

        /// Does not take the key, and quotes it in its complaint.
        record Denies() implements KitUpstream {}
    }

    /// A provider that calls such an upstream with the [#key], and that has no shorter time limit of its own than a
    /// minute.
    protected abstract Provider provider(KitUpstream upstream);

    protected abstract String key();

    private static Model model(Provider provider) {
        return new Model(
                "kit-model",
                provider.name(),
                "kit-model-upstream",
                Price.FREE,
                OptionalInt.empty(),
                Set.of(),
                Optional.empty(),
                Model.Prior.UNKNOWN);
    }

    private static Request request(boolean streaming, Duration time) {
        return new Request(
                "kit-request",
                Optional.empty(),
                "default",
                "kit-model",
                List.of(Message.of(Role.USER, "Tell me a story.")),
                List.of(),
                new Options(OptionalInt.empty(), 1, streaming, false, Format.TEXT),
                Request.Wishes.NONE,
                Map.of(),
                Optional.empty(),
                Map.of(),
                Instant.now().plus(time));
    }

    private static Answer call(Provider provider, boolean streaming, Sink sink)
            throws ProviderException, InterruptedException {
        return provider.call(model(provider), request(streaming, Duration.ofSeconds(50)), sink);
    }

    @Test
    void aPlainAnswerComesWholeAndTellsTheSinkNothing() throws Exception {
        var heard = new ArrayList<Chunk>();
        var answer = call(provider(new KitUpstream.Speaks(PIECES)), false, heard::add);
        assertThat(answer.text()).isEqualTo(STORY);
        assertThat(answer.finish()).isEqualTo(Finish.DONE);
        assertThat(answer.usage().outputTokens()).isPositive();
        assertThat(heard).isEmpty();
    }

    @Test
    void aStreamsChunksAddUpToItsAnswer() throws Exception {
        var heard = new ArrayList<Chunk>();
        var answer = call(provider(new KitUpstream.Speaks(PIECES)), true, heard::add);
        var said = new StringBuilder();
        var finishes = new ArrayList<Finish>();
        for (var chunk : heard) {
            for (Delta delta : chunk.deltas()) {
                said.append(delta.text());
                delta.finish().ifPresent(finishes::add);
            }
        }
        assertThat(said).hasToString(STORY);
        assertThat(answer.text()).isEqualTo(STORY);
        assertThat(finishes).containsExactly(answer.finish());
        assertThat(answer.usage().outputTokens()).isPositive();
    }

    @Test
    void manyCanCallAtOnce() throws Exception {
        var provider = provider(new KitUpstream.Speaks(PIECES));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<Answer>>();
            for (int i = 0; i < 64; i++) {
                boolean streaming = i % 2 == 0;
                calls.add(threads.submit(() -> call(provider, streaming, Sink.NONE)));
            }
            for (var call : calls) assertThat(told(call)).isEqualTo(STORY);
        }
    }

    private static String told(Future<Answer> call) throws ExecutionException, InterruptedException {
        return call.get().text();
    }

    @Test
    void aThreadThatIsInterruptedAlreadyGetsNoAnswer() throws Exception {
        var provider = provider(new KitUpstream.Speaks(PIECES));
        var thrown = onAThread(() -> {
            Thread.currentThread().interrupt();
            return call(provider, false, Sink.NONE);
        });
        thrown.thread().join();
        assertThat(thrown.what()).containsInstanceOf(InterruptedException.class);
    }

    @Test
    void anInterruptBeforeTheFirstByteEndsTheCallUpstream() throws Exception {
        var silence = new KitUpstream.FallsSilent(List.of(), new CountDownLatch(1), new CountDownLatch(1));
        var provider = provider(silence);
        var call = onAThread(() -> call(provider, false, Sink.NONE));
        silence.asked().await();
        assertEndedByInterrupt(call, silence);
    }

    @Test
    void anInterruptBetweenTwoPiecesEndsTheCallUpstream() throws Exception {
        var silence = new KitUpstream.FallsSilent(List.of("Once "), new CountDownLatch(1), new CountDownLatch(1));
        var provider = provider(silence);
        var heard = new CountDownLatch(1);
        var call = onAThread(() -> call(provider, true, _ -> heard.countDown()));
        heard.await();
        assertEndedByInterrupt(call, silence);
    }

    @Test
    void anInterruptOfAListenerWhoIsNotReadyEndsTheCallUpstream() throws Exception {
        var silence = new KitUpstream.FallsSilent(List.of("Once "), new CountDownLatch(1), new CountDownLatch(1));
        var provider = provider(silence);
        var heard = new CountDownLatch(1);
        var call = onAThread(() -> call(provider, true, _ -> {
            heard.countDown();
            new CountDownLatch(1).await();
        }));
        heard.await();
        assertEndedByInterrupt(call, silence);
    }

    private static void assertEndedByInterrupt(Running call, KitUpstream.FallsSilent silence)
            throws InterruptedException {
        call.thread().interrupt();
        assertThat(silence.gone().await(SOON.toMillis(), TimeUnit.MILLISECONDS))
                .as("the upstream hears that nobody waits any more")
                .isTrue();
        call.thread().join();
        assertThat(call.what()).containsInstanceOf(InterruptedException.class);
    }

    @Test
    void theDeadlineEndsAPlainCall() throws Exception {
        var silence = new KitUpstream.FallsSilent(List.of(), new CountDownLatch(1), new CountDownLatch(1));
        assertTimedOut(silence, false);
    }

    @Test
    void theDeadlineEndsAStream() throws Exception {
        var silence = new KitUpstream.FallsSilent(List.of("Once "), new CountDownLatch(1), new CountDownLatch(1));
        assertTimedOut(silence, true);
    }

    private void assertTimedOut(KitUpstream.FallsSilent silence, boolean streaming) throws InterruptedException {
        var provider = provider(silence);
        var failed = catchThrowableOfType(
                ProviderException.class,
                () -> provider.call(model(provider), request(streaming, Duration.ofMillis(500)), Sink.NONE));
        assertThat(failed.kind()).isEqualTo(Kind.LATE);
        assertThat(failed.reason()).contains("deadline");
        assertThat(silence.gone().await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    }

    @Test
    void aStreamThatIsCutIsAnErrorThatTellsWhatWasSpent() {
        var provider = provider(new KitUpstream.HangsUp(List.of("Once ", "upon ")));
        var heard = new ArrayList<Chunk>();
        var failed = catchThrowableOfType(ProviderException.class, () -> call(provider, true, heard::add));
        assertThat(failed.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failed.details().usage().outputTokens()).isPositive();
        assertThat(heard).isNotEmpty();
    }

    @Test
    void anUpstreamThatHangsUpAtOnceIsAnError() {
        var provider = provider(new KitUpstream.HangsUp(List.of()));
        var failed = catchThrowableOfType(ProviderException.class, () -> call(provider, false, Sink.NONE));
        assertThat(failed.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failed.anotherModelMayHelp()).isTrue();
    }

    @Test
    void noErrorTellsTheKey() {
        var provider = provider(new KitUpstream.Denies());
        var failed = catchThrowableOfType(ProviderException.class, () -> call(provider, false, Sink.NONE));
        assertThat(failed.kind()).isEqualTo(Kind.DENIED);
        for (Throwable deeper = failed; deeper != null; deeper = deeper.getCause()) {
            assertThat(deeper.toString()).doesNotContain(key());
        }
        assertThat(failed.reason()).contains(provider.name()).doesNotContain(key());
        assertThat(failed.details().toString()).doesNotContain(key());
        assertThat(provider.toString()).doesNotContain(key());
    }

    /// A call on its own thread, and what it threw.
    private record Running(Thread thread, AtomicReference<Optional<Throwable>> thrown) {
        Optional<Throwable> what() {
            return thrown.get();
        }
    }

    private interface Calling {
        Answer answer() throws ProviderException, InterruptedException;
    }

    private static Running onAThread(Calling calling) {
        var thrown = new AtomicReference<Optional<Throwable>>(Optional.empty());
        var thread = Thread.ofVirtual().start(() -> thrown.set(Optional.ofNullable(catchThrowable(calling::answer))));
        return new Running(thread, thrown);
    }
}
