package dev.signalbox.standard.monitor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds any of many phrases in a text that comes character by character (Aho and Corasick, *Efficient
/// string matching*, 1975). A reader keeps one number, its state, so a phrase is found however the text is
/// split. Immutable.
final class PhraseAutomaton {
    static final int START = 0;

    private final List<String> phrases = new ArrayList<>();
    private final List<Map<Character, Integer>> next = new ArrayList<>();
    private final List<Integer> found = new ArrayList<>();
    private final BitSet firsts = new BitSet();
    private int[] shorter = {};

    /// @param phrases as they are to be found, letter for letter
    PhraseAutomaton(List<String> phrases) {
        addState();
        for (var phrase : phrases) if (!phrase.isEmpty()) add(phrase);
        link();
    }

    private int addState() {
        next.add(new HashMap<>());
        found.add(-1);
        return next.size() - 1;
    }

    private void add(String phrase) {
        int state = START;
        firsts.set(phrase.charAt(0));
        for (char c : phrase.toCharArray()) state = next.get(state).computeIfAbsent(c, _ -> addState());
        found.set(state, phrases.size());
        phrases.add(phrase);
    }

    /// Links each state to that of its longest ending that is a beginning, too; nearest states first.
    private void link() {
        shorter = new int[next.size()];
        var open = new ArrayDeque<Integer>(next.get(START).values());
        for (var state = open.poll(); state != null; state = open.poll()) {
            for (var entry : next.get(state).entrySet()) {
                int to = entry.getValue();
                shorter[to] = step(shorter[state], entry.getKey());
                if (found.get(to) < 0) found.set(to, found.get(shorter[to]));
                open.add(to);
            }
        }
    }

    /// The state after one more character.
    int step(int from, char c) {
        int state = from;
        while (true) {
            if (state == START && !firsts.get(c)) return START;
            var to = next.get(state).get(c);
            if (to != null) return to;
            state = shorter[state];
        }
    }

    /// Whether a phrase ends here.
    boolean isFound(int state) {
        return found.get(state) >= 0;
    }

    /// The phrase that ends here.
    String phrase(int state) {
        return phrases.get(found.get(state));
    }
}
