package dev.signalbox.standard.quality;

/// The rows with the greatest values seen so far: a heap of fixed size with the least of them on top.
/// Not thread-safe; one a query.
final class NearestRows {
    private final int[] values;
    private final int[] rows;
    private int size;
    private int best = Integer.MIN_VALUE;

    NearestRows(int wanted) {
        values = new int[wanted];
        rows = new int[wanted];
    }

    int size() {
        return size;
    }

    int row(int i) {
        return rows[i];
    }

    /// The greatest value of all.
    int best() {
        return best;
    }

    void offer(int value, int row) {
        best = Math.max(best, value);
        if (size < values.length) {
            rise(size++, value, row);
        } else if (value > values[0]) {
            sink(value, row);
        }
    }

    private void rise(int at, int value, int row) {
        while (at > 0) {
            int parent = (at - 1) >> 1;
            if (values[parent] <= value) break;
            values[at] = values[parent];
            rows[at] = rows[parent];
            at = parent;
        }
        values[at] = value;
        rows[at] = row;
    }

    private void sink(int value, int row) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) break;
            if (child + 1 < size && values[child + 1] < values[child]) child++;
            if (values[child] >= value) break;
            values[at] = values[child];
            rows[at] = rows[child];
            at = child;
        }
        values[at] = value;
        rows[at] = row;
    }
}
