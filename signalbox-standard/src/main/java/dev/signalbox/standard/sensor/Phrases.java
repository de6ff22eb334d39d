package dev.signalbox.standard.sensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a text asks for in set phrases, in any case. They are found by their first word, so that a text is read once
/// whatever the number of phrases.
///
/// @param stepByStep "step by step", "carefully" and their like
/// @param reasons "explain why", "justify", "show your work" and their like
record Phrases(boolean stepByStep, boolean reasons) {
    private enum Wish {
        STEPS,
        REASONS
    }

    private record Phrase(String text, Wish wish) {}

    private static final WordTable<List<Phrase>> BY_FIRST_WORD = new WordTable<>(byFirstWord());

    private static Map<String, List<Phrase>> byFirstWord() {
        var table = new HashMap<String, List<Phrase>>();
        var steps = List.of("step by step", "step-by-step", "steps to solve", "one step at a time", "carefully");
        var reasons = List.of(
                "explain why",
                "explain your",
                "explain how",
                "justify",
                "show your work",
                "show your reasoning",
                "show your steps",
                "give reasons",
                "give a reason",
                "give your reasons");
        for (var phrase : steps) add(table, new Phrase(phrase, Wish.STEPS));
        for (var phrase : reasons) add(table, new Phrase(phrase, Wish.REASONS));
        return table;
    }

    private static void add(Map<String, List<Phrase>> table, Phrase phrase) {
        var first = phrase.text.substring(0, WordTable.end(phrase.text, 0));
        table.computeIfAbsent(first, _ -> new ArrayList<>()).add(phrase);
    }

    static Phrases of(String text) {
        boolean steps = false;
        boolean reasons = false;
        for (int at = WordTable.next(text, 0, text.length()); at < text.length(); ) {
            int end = WordTable.end(text, at);
            var phrases = BY_FIRST_WORD.find(text, at, end);
            if (phrases != null) {
                for (var phrase : phrases) {
                    if (!text.regionMatches(true, at, phrase.text, 0, phrase.text.length())) continue;
                    steps |= phrase.wish == Wish.STEPS;
                    reasons |= phrase.wish == Wish.REASONS;
                }
            }
            at = WordTable.next(text, end, text.length());
        }
        return new Phrases(steps, reasons);
    }
}
