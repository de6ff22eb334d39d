package dev.signalbox.standard.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The words and phrases that say nothing or the same, read from the lists beside this class. Immutable.
///
/// @param contractions a word with an apostrophe → the words that it stands for
/// @param synonyms a word → the one that stands for all that mean the same
/// @param openers how requests begin → what that comes to
/// @param fillers what says nothing anywhere
record WordLists(
        Map<String, List<String>> contractions,
        Map<String, String> synonyms,
        Map<String, List<Phrase>> openers,
        Map<String, List<Phrase>> fillers) {
    static final WordLists BUILT_IN = read();

    /// A run of words, and what takes its place.
    ///
    /// @param pause whether punctuation must follow it
    record Phrase(List<String> words, List<String> instead, boolean pause) {}

    private static WordLists read() {
        var contractions = new HashMap<String, List<String>>();
        for (var line : lines("contractions.txt")) {
            var words = words(line);
            contractions.put(words.getFirst(), words.subList(1, words.size()));
        }
        var synonyms = new HashMap<String, String>();
        for (var line : lines("synonyms.txt")) {
            var words = words(line);
            for (var word : words.subList(1, words.size())) synonyms.put(word, words.getFirst());
        }
        var openers = new HashMap<String, List<Phrase>>();
        for (var line : lines("openers.txt")) {
            var sides = line.split("->", -1);
            var said = sides[0].strip();
            boolean pause = said.endsWith(",");
            add(
                    openers,
                    new Phrase(words(pause ? said.substring(0, said.length() - 1) : said), words(sides[1]), pause));
        }
        var fillers = new HashMap<String, List<Phrase>>();
        for (var line : lines("fillers.txt")) add(fillers, new Phrase(TextTokens.of(line), List.of(), false));
        return new WordLists(contractions, synonyms, openers, fillers);
    }

    /// By its first word, the longest first.
    private static void add(Map<String, List<Phrase>> phrases, Phrase phrase) {
        var same = phrases.computeIfAbsent(phrase.words().getFirst(), _ -> new ArrayList<>());
        same.add(phrase);
        same.sort((one, other) -> other.words().size() - one.words().size());
    }

    private static List<String> words(String line) {
        return line.isBlank() ? List.of() : List.of(line.strip().split("\\s+"));
    }

    private static List<String> lines(String name) {
        try (var file = Objects.requireNonNull(WordLists.class.getResourceAsStream(name), name);
                var reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
