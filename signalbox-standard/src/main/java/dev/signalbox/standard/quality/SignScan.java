package dev.signalbox.standard.quality;

import java.util.Arrays;

/// Finds the rows whose sign codes differ least from a query's, in one pass over the codes.
///
/// A histogram of the distances seen so far tells the cut below which there are enough rows. The cut only falls, so
/// rows above it are dropped at once, and few of those that were kept have to be dropped at the end. Embeddings keep
/// the order of their cosines well enough in their signs (one bit a dimension) to find candidates with.
final class SignScan {
    private int[] rows = new int[512];
    private short[] distances = new short[512];
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
            int distance = 0;
            for (int i = 0; i < words; i++) distance += Long.bitCount(codes[at + i] ^ code[i]);
            if (distance > cut) continue;
            keep(row, distance);
            histogram[distance]++;
            below++;
            while (below - histogram[cut] >= wanted) below -= histogram[cut--];
        }
        dropAbove(cut);
    }

    int size() {
        return size;
    }

    int row(int i) {
        return rows[i];
    }

    private void keep(int row, int distance) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, 2 * size);
            distances = Arrays.copyOf(distances, 2 * size);
        }
        rows[size] = row;
        distances[size++] = (short) distance;
    }

    private void dropAbove(int cut) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (distances[i] <= cut) rows[kept++] = rows[i];
        }
        size = kept;
    }
}
