package dev.signalbox.encoders;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/// One vector for every token of a vocabulary, each number a byte, each row with a scale of its own. How much a token
/// weighs in a text is in the length of its row. Immutable, thread-safe.
public final class TokenTable {
    /// A row's numbers go from -31 to 31: finer steps change no text's vector by more than a thousandth, and coarser
    /// bytes make the deflated file a third smaller.
    private static final int STEPS = 31;

    private static final String NONE = "`%s` is no token table of Signalbox, or not all of one";
    private static final int MAGIC = 0x53425454;
    private static final int NUMBERS_MAX = 1 << 28;

    private final int dimensions;
    private final float[] scales;
    private final byte[] rows;
    private final String hash;

    private TokenTable(int dimensions, float[] scales, byte[] rows) {
        this.dimensions = dimensions;
        this.scales = scales;
        this.rows = rows;
        this.hash = hash(scales, rows);
    }

    /// @param vectors row after row, `[tokens × dimensions]`
    static TokenTable of(float[] vectors, int dimensions) {
        int tokens = vectors.length / dimensions;
        var scales = new float[tokens];
        var rows = new byte[tokens * dimensions];
        for (int token = 0; token < tokens; token++) {
            int from = token * dimensions;
            float most = 0;
            for (int i = from; i < from + dimensions; i++) most = Math.max(most, Math.abs(vectors[i]));
            if (most == 0) continue;
            scales[token] = most / STEPS;
            for (int i = from; i < from + dimensions; i++) rows[i] = (byte) Math.round(vectors[i] / scales[token]);
        }
        return new TokenTable(dimensions, scales, rows);
    }

    /// @param name of the table, for messages
    /// @throws IOException also when this is no such table, or not all of one
    static TokenTable read(InputStream from, String name) throws IOException {
        try (var in = new DataInputStream(new InflaterInputStream(from))) {
            if (in.readInt() != MAGIC) throw new IOException(NONE.formatted(name));
            int tokens = in.readInt();
            int dimensions = in.readInt();
            if (tokens < 1 || dimensions < 1 || (long) tokens * dimensions > NUMBERS_MAX) {
                throw new IOException(
                        "the token table `%s` is broken: %d × %d numbers".formatted(name, tokens, dimensions));
            }
            var scales = new float[tokens];
            for (int i = 0; i < tokens; i++) {
                scales[i] = in.readFloat();
                if (!(scales[i] >= 0 && scales[i] < Float.MAX_VALUE)) {
                    throw new IOException("the token table `%s` is broken: the scale of token %d".formatted(name, i));
                }
            }
            var rows = new byte[tokens * dimensions];
            in.readFully(rows);
            return new TokenTable(dimensions, scales, rows);
        } catch (EOFException | ZipException broken) {
            throw new IOException(NONE.formatted(name), broken);
        }
    }

    public void write(OutputStream to) throws IOException {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        // Rows repeat nothing: only that small numbers are more frequent can be made use of.
        deflater.setStrategy(Deflater.HUFFMAN_ONLY);
        try (deflater;
                var out = new DataOutputStream(new DeflaterOutputStream(to, deflater, 1 << 16))) {
            out.writeInt(MAGIC);
            out.writeInt(scales.length);
            out.writeInt(dimensions);
            for (float scale : scales) out.writeFloat(scale);
            out.write(rows);
        }
    }

    public int dimensions() {
        return dimensions;
    }

    /// How many tokens it has vectors for.
    public int tokens() {
        return scales.length;
    }

    /// The beginning of its SHA-256: other numbers, another hash.
    public String hash() {
        return hash;
    }

    /// The direction of the sum of the tokens' vectors; where that is nothing, the first axis.
    float[] direction(int[] ids) {
        var sum = new float[dimensions];
        for (int id : ids) {
            float scale = scales[id];
            int from = id * dimensions;
            for (int i = 0; i < sum.length; i++) sum[i] += scale * rows[from + i];
        }
        double squares = 0;
        for (float x : sum) squares += x * x;
        if (squares == 0) {
            sum[0] = 1;
            return sum;
        }
        float shrink = (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < sum.length; i++) sum[i] *= shrink;
        return sum;
    }

    private static String hash(float[] scales, byte[] rows) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(rows);
            for (float scale : scales) {
                int bits = Float.floatToIntBits(scale);
                sha.update(new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits});
            }
            return HexFormat.of().formatHex(Arrays.copyOf(sha.digest(), 6));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
