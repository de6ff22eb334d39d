package dev.signalbox.standard.quality;

import java.util.Arrays;

/// Finds the rows whose sign codes differ least from a query's, in one pass over the codes.
///
/// A histogram of the distances seen so far tells the cut below which there are enough rows. The cut only falls, so
/// rows above it are dropped at once, and few of those that were kept have to be dropped at the end. Embeddings keep
/// the order of their cosines well enough in their signs (one bit a dimension) to find candidates with.
final class SignScan {
    /// A kept row and its distance share an int: a million rows of four thousand bits fit.
    private static final int ROW_BITS = 20;

    static final int ROWS_MAX = 1 << ROW_BITS;
    static final int DIMENSIONS_MAX = 4032;

    /// The words of the usual 384 dimensions.
    private static final int USUAL_WORDS = 6;

    private int[] kept = new int[1024];
    private int size;

    SignScan(long[] codes, int[] query, int wanted) {
        int words = (query.length + 63) >> 6;
        var code = new long[words];
        for (int i = 0; i < query.length; i++) {
            if (query[i] > 0) code[i >> 6] |= 1L << i;
        }
        var histogram = new int[words * 64 + 1];
        int cut = words * 64;
        int below = 0;
        for (int row = 0, at = 0; at < codes.length; row++, at += words) {
            int distance = words == USUAL_WORDS ? usualDistance(codes, at, code) : distance(codes, at, code);
            if (distance > cut) continue;
            keep(distance << ROW_BITS | row);
            histogram[distance]++;
            below++;
            while (below - histogram[cut] >= wanted) below -= histogram[cut--];
        }
        dropAbove(cut);
    }

    private static int distance(long[] codes, int at, long[] code) {
        int distance = 0;
        for (int i = 0; i < code.length; i++) distance += Long.bitCount(codes[at + i] ^ code[i]);
        return distance;
    }

    /// As [#distance], written out: a loop of six costs as much again as its counting.
    private static int usualDistance(long[] codes, int at, long[] code) {
        return Long.bitCount(codes[at] ^ code[0])
                + Long.bitCount(codes[at + 1] ^ code[1])
                + Long.bitCount(codes[at + 2] ^ code[2])
                + Long.bitCount(codes[at + 3] ^ code[3])
                + Long.bitCount(codes[at + 4] ^ code[4])
                + Long.bitCount(codes[at + 5] ^ code[5]);
    }

    int size() {
        return size;
    }

    int row(int i) {
        return kept[i] & (ROWS_MAX - 1);
    }

    private void keep(int row) {
        if (size == kept.length) kept = Arrays.copyOf(kept, 2 * size);
        kept[size++] = row;
    }

    private void dropAbove(int cut) {
        int left = 0;
        for (int i = 0; i < size; i++) {
            if (kept[i] >>> ROW_BITS <= cut) kept[left++] = kept[i];
        }
        size = left;
    }
}
