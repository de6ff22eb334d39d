package dev.signalbox.encoders;

import java.util.Arrays;

/// The vocabulary as a tree of letters, in one open-addressing table: to walk one letter on is one probe and no
/// allocation. Filled once, then read-only and thread-safe.
final class WordTree {
    static final int ROOT = 0;
    static final int NOWHERE = -1;
    private static final int FREE = -1;

    private final long[] edges;
    private final int[] targets;
    private int[] words;
    private int nodes = 1;

    /// @param letters an upper bound of the letters of all words together
    WordTree(int letters) {
        int capacity = Integer.highestOneBit(Math.max(16, letters) * 2 - 1) * 2;
        edges = new long[capacity];
        targets = new int[capacity];
        words = new int[1024];
        Arrays.fill(edges, FREE);
        Arrays.fill(words, NOWHERE);
    }

    void add(String word, int id) {
        int node = ROOT;
        for (int i = 0; i < word.length(); i++) node = grow(node, word.charAt(i));
        words[node] = id;
    }

    /// The node one letter on, or [#NOWHERE].
    int step(int node, char letter) {
        long edge = edge(node, letter);
        int slot = slot(edge);
        while (edges[slot] != edge) {
            if (edges[slot] == FREE) return NOWHERE;
            slot = (slot + 1) & (edges.length - 1);
        }
        return targets[slot];
    }

    /// The word that ends at a node, or [#NOWHERE].
    int word(int node) {
        return words[node];
    }

    private int grow(int node, char letter) {
        int next = step(node, letter);
        if (next != NOWHERE) return next;
        if (nodes == words.length) {
            words = Arrays.copyOf(words, nodes * 2);
            Arrays.fill(words, nodes, words.length, NOWHERE);
        }
        long edge = edge(node, letter);
        int slot = slot(edge);
        while (edges[slot] != FREE) slot = (slot + 1) & (edges.length - 1);
        edges[slot] = edge;
        targets[slot] = nodes;
        return nodes++;
    }

    private static long edge(int node, char letter) {
        return ((long) node << 16) | letter;
    }

    private int slot(long edge) {
        return (int) ((edge * 0x9E3779B97F4A7C15L) >>> 32) & (edges.length - 1);
    }
}
