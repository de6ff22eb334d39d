package dev.signalbox.encoders;

import dev.signalbox.signal.Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The direction of the sum of a text's token vectors, from a table that [Distillation] made: some microseconds for a
/// prompt of usual length, in plain Java.
///
/// It knows words but not their order. For predicting which model answers well that is nearly as good as the
/// transformer it was distilled from; for finding texts that say the same it is not, since near neighbours differ too
/// often. A token's weight by its frequency (Arora et al., "A simple but tough-to-beat baseline for sentence
/// embeddings", 2017) is in the table already. Immutable, thread-safe; a call takes no lock and never waits.
public final class StaticEncoder implements Encoder {
    /// As the transformer: to read more gained nothing where it was measured.
    private static final int TOKENS_MAX = MiniLmEncoder.TOKENS_MAX;

    private static final String TABLE = "token-table.bin";

    private final WordPiece tokenizer;
    private final TokenTable table;

    StaticEncoder(WordPiece tokenizer, TokenTable table) {
        if (tokenizer.size() != table.tokens()) {
            throw new IllegalArgumentException(
                    "the table has %,d tokens and the vocabulary %,d: they don't belong together"
                            .formatted(table.tokens(), tokenizer.size()));
        }
        this.tokenizer = tokenizer;
        this.table = table;
    }

    /// With the table that Signalbox carries. Takes some tenths of a second.
    ///
    /// @throws IOException when the vocabulary is not on the class path
    public static StaticEncoder builtIn() throws IOException {
        try (var resource = StaticEncoder.class.getResourceAsStream(TABLE)) {
            if (resource == null) throw new IOException("`%s` is not on the class path".formatted(TABLE));
            return new StaticEncoder(MiniLmArtifact.tokenizer(), TokenTable.read(resource, TABLE));
        }
    }

    /// With a table of one's own.
    ///
    /// @throws IOException also when the file is no such table
    public static StaticEncoder of(Path table) throws IOException {
        try (var file = Files.newInputStream(table)) {
            return new StaticEncoder(MiniLmArtifact.tokenizer(), TokenTable.read(file, table.toString()));
        } catch (IllegalArgumentException wrong) {
            throw new IOException("`%s`: %s".formatted(table, wrong.getMessage()), wrong);
        }
    }

    @Override
    public String id() {
        return "static-%d-%s/%d".formatted(table.dimensions(), table.hash(), TOKENS_MAX);
    }

    @Override
    public int dimensions() {
        return table.dimensions();
    }

    @Override
    public boolean seesWhole(String text) {
        return tokenizer.fits(text, TOKENS_MAX);
    }

    /// Looks at the text's first 160 tokens.
    @Override
    public float[] encode(String text) {
        return table.direction(tokenizer.encode(text, TOKENS_MAX));
    }
}
