package dev.signalbox.learning.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Tells which texts ask what a test asks, also in another wording around it: benchmarks borrow questions from each
/// other, with more options or another template, and equal texts alone do not find those.
///
/// A text overlaps when it holds 13 words in a row of a test question, or all of a shorter one; its options do not
/// count. Thirteen is what GPT-3's authors (arXiv 2005.14165) took to find test questions among what they trained on.
public final class QueryOverlap {
    private static final int WORDS = 13;
    private static final int WORDS_MIN = 3;
    private static final Pattern OPTIONS = Pattern.compile("\\n\\W*A[.):]");

    private final Set<String> runs = new HashSet<>();
    private final TreeSet<Integer> lengths = new TreeSet<>();

    /// @param test whose questions must not be learnt from
    public QueryOverlap(OutcomeTable test) {
        for (var query : test.queries()) query.text().ifPresent(this::remember);
    }

    private void remember(String text) {
        var options = OPTIONS.matcher(text);
        List<String> words = words(options.find() ? text.substring(0, options.start()) : text);
        // "Which?" says nothing without its options.
        if (words.size() < WORDS_MIN) words = words(text);
        int length = Math.min(WORDS, words.size());
        if (length == 0) return;
        lengths.add(length);
        runs.addAll(runs(words, length));
    }

    /// The part of a table that asks nothing of the test.
    public OutcomeTable without(OutcomeTable table) {
        return table.where(row -> table.queries().get(row).text().stream().noneMatch(this::found));
    }

    private boolean found(String text) {
        List<String> words = words(text);
        return lengths.stream().anyMatch(length -> runs(words, length).stream().anyMatch(runs::contains));
    }

    private static List<String> words(String text) {
        return Arrays.asList(QuestionText.normalised(text).split(" "));
    }

    private static List<String> runs(List<String> words, int length) {
        var runs = new ArrayList<String>();
        for (int at = 0; at + length <= words.size(); at++) {
            runs.add(String.join(" ", words.subList(at, at + length)));
        }
        return runs;
    }
}
