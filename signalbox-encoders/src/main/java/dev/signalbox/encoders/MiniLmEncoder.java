package dev.signalbox.encoders;

import ai.onnxruntime.OrtException;
import dev.signalbox.signal.Encoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// all-MiniLM-L6-v2 (Wang et al., arXiv 2002.10957; tuned by sentence-transformers), quantised to int8, in ONNX
/// Runtime: 384 dimensions, some milliseconds for a prompt of usual length.
///
/// Thread-safe. The native code holds its thread, so it runs on a few platform threads of its own, first come first
/// served, and a virtual thread that asks is parked meanwhile. The weights are loaded when the first text comes (half
/// a second): encode any text at start-up to have it behind you, and to learn early of weights that can't be loaded.
public final class MiniLmEncoder implements Encoder, AutoCloseable {
    /// What is asked stands nearly always in the first words, and the time grows with every token.
    static final int TOKENS_MAX = 160;

    private static final int WAITING_MAX = 256;

    private final FutureTask<MiniLmWeights> weights = new FutureTask<>(MiniLmWeights::load);
    private final ThreadPoolExecutor threads;

    /// @param threads how many texts are encoded at once: more than the machine has cores gains nothing
    public MiniLmEncoder(int threads) {
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform().daemon().name("encoder-", 0).factory(),
                (task, pool) -> {
                    throw new RejectedExecutionException(
                            pool.isShutdown()
                                    ? "the encoder is closed"
                                    : "the encoder has %d texts waiting already".formatted(WAITING_MAX));
                });
    }

    @Override
    public String id() {
        return "all-minilm-l6-v2-q/" + TOKENS_MAX;
    }

    @Override
    public int dimensions() {
        return MiniLmWeights.DIMENSIONS;
    }

    /// Of a text that may be longer than the encoder reads, only once the weights are there: until then, no.
    @Override
    public boolean seesWhole(String text) {
        if (WordPiece.surelyFits(text, TOKENS_MAX)) return true;
        return weights.state() == Future.State.SUCCESS
                && weights.resultNow().tokenizer().fits(text, TOKENS_MAX);
    }

    /// Looks at the text's first 160 tokens.
    ///
    /// @throws RejectedExecutionException when too many texts wait already (a decision without an embedding
    ///     is better than a late one), or after [#close]
    /// @throws CancellationException when the caller is interrupted, which it then still is, or the encoder closed
    /// @throws IllegalStateException when the weights can't be loaded; its message says why
    @Override
    public float[] encode(String text) {
        var encoding = new FutureTask<>(() -> encode(loaded(), text));
        threads.execute(encoding);
        try {
            return encoding.get();
        } catch (InterruptedException stopped) {
            // One that runs goes on to its end, a few milliseconds: native code can't be stopped half-way.
            encoding.cancel(false);
            threads.remove(encoding);
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted while encoding").initCause(stopped);
        } catch (ExecutionException failed) {
            var cause = encoding.exceptionNow();
            throw new IllegalStateException("the encoder failed: " + cause.getMessage(), cause);
        }
    }

    private static float[] encode(MiniLmWeights weights, String text) throws OrtException {
        return weights.encode(weights.tokenizer().encode(text, TOKENS_MAX));
    }

    /// Loads at the first call; whoever comes meanwhile waits. A failure is final and met by everybody.
    private MiniLmWeights loaded() throws IOException, InterruptedException {
        weights.run();
        try {
            return weights.get();
        } catch (ExecutionException failed) {
            throw new IOException(weights.exceptionNow().getMessage(), failed.getCause());
        }
    }

    /// Cancels what waits and lets what runs end.
    @Override
    public void close() {
        if (threads.isShutdown()) return;
        threads.shutdown();
        var waiting = new ArrayList<Runnable>();
        threads.getQueue().drainTo(waiting);
        for (var task : waiting) {
            if (task instanceof Future<?> encoding) encoding.cancel(false);
        }
        threads.close();
        // From here on nobody can load or use them.
        if (weights.cancel(false) || weights.state() != Future.State.SUCCESS) return;
        try {
            weights.resultNow().close();
        } catch (OrtException failed) {
            throw new IllegalStateException("the encoder's session can't be closed: " + failed.getMessage(), failed);
        }
    }
}
