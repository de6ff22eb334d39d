package dev.signalbox.standard.sensor;

import java.util.HashMap;
import java.util.Map;

/// A few phrases that a text is searched for, in any case. Found by their rarest word, so that a text is read once
/// whatever the number of phrases. Immutable.
final class Phrases {
    static final Phrases STEP_BY_STEP = new Phrases(Map.of(
            "step", new String[] {"step by step", "step-by-step"},
            "steps", new String[] {"steps to solve", "steps one by one"},
            "carefully", new String[] {"carefully"},
            "reason", new String[] {"reason through"}));

    static final Phrases REASONS_WANTED = new Phrases(Map.of(
            "explain", new String[] {"explain why", "explain your", "explain how"},
            "justify", new String[] {"justify"},
            "show", new String[] {"show your work", "show your reasoning", "show your steps"},
            "give", new String[] {"give reasons", "give a reason", "give your reasons"},
            "reasons", new String[] {"reasons for"}));

    private final WordTable<String[]> byFirstWord;

    private Phrases(Map<String, String[]> byFirstWord) {
        this.byFirstWord = new WordTable<>(new HashMap<>(byFirstWord));
    }

    boolean isIn(String text) {
        for (int at = WordTable.next(text, 0, text.length()); at < text.length(); ) {
            int end = WordTable.end(text, at);
            var phrases = byFirstWord.find(text, at, end);
            if (phrases != null) {
                for (var phrase : phrases) {
                    if (text.regionMatches(true, at, phrase, 0, phrase.length())) return true;
                }
            }
            at = WordTable.next(text, end, text.length());
        }
        return false;
    }
}
