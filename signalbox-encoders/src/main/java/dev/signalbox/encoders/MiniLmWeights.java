package dev.signalbox.encoders;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/// The loaded network and its vocabulary: token ids in, one vector out. Thread-safe; each run holds its thread.
final class MiniLmWeights implements AutoCloseable {
    static final int DIMENSIONS = 384;

    private final WordPiece tokenizer;
    private final OrtEnvironment environment;
    private final OrtSession session;

    private MiniLmWeights(WordPiece tokenizer, OrtEnvironment environment, OrtSession session) {
        this.tokenizer = tokenizer;
        this.environment = environment;
        this.session = session;
    }

    /// @throws IOException when the weights are not on the class path or the runtime refuses them
    static MiniLmWeights load() throws IOException {
        try (var options = new OrtSession.SessionOptions()) {
            // A second thread gains nothing for a prompt of usual length, and a spinning one takes a core from others.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            var environment = OrtEnvironment.getEnvironment();
            var session = environment.createSession(MiniLmArtifact.network(), options);
            return new MiniLmWeights(MiniLmArtifact.tokenizer(), environment, session);
        } catch (OrtException | UnsatisfiedLinkError failed) {
            throw new IOException(
                    "ONNX Runtime can't load the encoder's weights on this machine (%s, %s): %s"
                            .formatted(
                                    System.getProperty("os.name"), System.getProperty("os.arch"), failed.getMessage()),
                    failed);
        }
    }

    WordPiece tokenizer() {
        return tokenizer;
    }

    /// The mean of the tokens' vectors, at length 1.
    ///
    /// @param ids from `[CLS]` to `[SEP]`
    float[] encode(int[] ids) throws OrtException {
        var tokens = new long[ids.length];
        for (int i = 0; i < ids.length; i++) tokens[i] = ids[i];
        var attention = new long[ids.length];
        Arrays.fill(attention, 1);
        try (var input = row(tokens);
                var mask = row(attention);
                var types = row(new long[ids.length]);
                var result = session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            return unitMean(((OnnxTensor) result.get(0)).getFloatBuffer(), ids.length);
        }
    }

    private OnnxTensor row(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }

    /// The attention mask is all ones, since one text alone needs no padding: the mean over it is the plain mean.
    private static float[] unitMean(FloatBuffer vectors, int tokens) {
        var mean = new float[DIMENSIONS];
        for (int token = 0; token < tokens; token++) {
            for (int i = 0; i < DIMENSIONS; i++) mean[i] += vectors.get(token * DIMENSIONS + i);
        }
        double squares = 0;
        for (float x : mean) squares += (double) x * x;
        float scale = (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < DIMENSIONS; i++) mean[i] *= scale;
        return mean;
    }

    /// Not while a run is going on.
    @Override
    public void close() throws OrtException {
        session.close();
    }
}
