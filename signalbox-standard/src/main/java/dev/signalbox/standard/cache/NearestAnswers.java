package dev.signalbox.standard.cache;

import dev.signalbox.standard.quality.FixedPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The places of requests that differ in their last turn alone, in one flat array that is scanned whole: at 384
/// dimensions some 50 ns a request. Where it is full, the one that has been there longest gives way. Thread-safe.
final class NearestAnswers {
    static final int ROWS_MAX = 8_192;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final List<String> keys = new ArrayList<>();
    private final Map<String, Integer> rows = new HashMap<>();
    private final int dimensions;
    private int[] places = {};
    private int oldest;

    NearestAnswers(int dimensions) {
        this.dimensions = dimensions;
    }

    /// A request that is near, by its exact fingerprint.
    record Near(String key, double cosine) {}

    void put(String key, float[] vector) {
        var place = FixedPoint.of(vector);
        lock.writeLock().lock();
        try {
            var known = rows.get(key);
            int row = known == null ? freeRow(key) : known;
            System.arraycopy(place, 0, places, row * place.length, place.length);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private int freeRow(String key) {
        int row = keys.size();
        if (row < ROWS_MAX) {
            keys.add(key);
            if (places.length < (row + 1) * dimensions) {
                places = Arrays.copyOf(places, Math.max(8, 2 * row) * dimensions);
            }
        } else {
            row = oldest;
            oldest = (oldest + 1) % ROWS_MAX;
            rows.remove(keys.set(row, key));
        }
        rows.put(key, row);
        return row;
    }

    /// @return whether none is left
    boolean remove(String key) {
        lock.writeLock().lock();
        try {
            var row = rows.remove(key);
            if (row == null) return keys.isEmpty();
            int last = keys.size() - 1;
            if (row != last) {
                System.arraycopy(places, last * dimensions, places, row * dimensions, dimensions);
                keys.set(row, keys.get(last));
                rows.put(keys.get(row), row);
            }
            keys.remove(last);
            return keys.isEmpty();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Those at this cosine or nearer, the nearest first.
    List<Near> near(float[] vector, double threshold) {
        var place = FixedPoint.of(vector);
        var near = new ArrayList<Near>();
        lock.readLock().lock();
        try {
            for (int row = 0; row < keys.size(); row++) {
                double cosine = FixedPoint.cosine(FixedPoint.dot(place, places, row * place.length));
                if (cosine >= threshold) near.add(new Near(keys.get(row), cosine));
            }
        } finally {
            lock.readLock().unlock();
        }
        near.sort(Comparator.comparingDouble(Near::cosine).reversed());
        return near;
    }
}
