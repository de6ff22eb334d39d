package dev.signalbox.standard.sensor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Thirty-five numbers that describe a text without an encoder: how long it is, what it is made of, how it begins.
///
/// They predict the length of an answer, and help a quality predictor most where the questions are of a kind that it
/// has not seen. They are raw: whoever learns from them standardises them. They are computed in one pass. Pure
/// functions.
public final class Lexical {
    /// The features in their order. What begins with `log_` is ln(1 + count); a ratio is a share of all characters.
    public static final List<String> NAMES = List.of(
            "log_chars",
            "log_words",
            "digit_ratio",
            "upper_ratio",
            "non_ascii_ratio",
            "cjk_ratio",
            "punctuation_ratio",
            "log_newlines",
            "log_code_tokens",
            "log_math_markers",
            "log_options",
            "log_question_marks",
            "numbers_per_word",
            "mean_word_length",
            "has_dollar",
            "has_backslash",
            "has_underscore",
            "has_triple_quote",
            "has_equals",
            "first_what",
            "first_which",
            "first_how",
            "first_why",
            "first_who",
            "first_where_when",
            "first_verb_question",
            "first_if",
            "first_article",
            "first_solve",
            "first_write",
            "first_explain",
            "first_give",
            "first_person",
            "first_suppose",
            "first_other");

    public static final int SIZE = NAMES.size();

    private static final int FIRST_WORD = NAMES.indexOf("first_what");
    private static final int OTHER = SIZE - 1 - FIRST_WORD;

    /// One group a feature, in the order of the features.
    private static final List<String> FIRST_WORDS = List.of(
            "what whats",
            "which",
            "how",
            "why",
            "who whom whose",
            "where when",
            "is are was were do does did can could will would should has have may",
            "if",
            "the a an this these in on at of for to",
            "solve find calculate compute determine evaluate simplify prove show",
            "write create generate make implement build complete translate summarize summarise rewrite",
            "explain describe discuss define compare analyze analyse",
            "give list name tell provide suggest recommend identify choose select",
            "i you we my your he she they please",
            "let suppose consider given assume imagine");

    private static final WordTable<Integer> FIRST = new WordTable<>(firstWords());

    private Lexical() {}

    private static Map<String, Integer> firstWords() {
        var table = new HashMap<String, Integer>();
        for (int group = 0; group < FIRST_WORDS.size(); group++) {
            for (var word : FIRST_WORDS.get(group).split(" ")) table.put(word, group);
        }
        return table;
    }

    /// [#SIZE] finite numbers in the order of [#NAMES], whatever the text is.
    public static float[] features(String text) {
        var features = new float[SIZE];
        if (text.isEmpty()) return features;
        var counts = new LexicalCounts(text);
        double chars = text.length();
        double words = Math.max(1, counts.words);
        features[0] = log(text.length());
        features[1] = log(counts.words);
        features[2] = (float) (counts.digits / chars);
        features[3] = (float) (counts.capitals / chars);
        features[4] = (float) (counts.beyondAscii / chars);
        features[5] = (float) (counts.cjk / chars);
        features[6] = (float) (counts.punctuation / chars);
        features[7] = log(counts.newlines);
        features[8] = log(counts.codeTokens);
        features[9] = log(counts.mathMarkers);
        features[10] = log(counts.options);
        features[11] = log(counts.questionMarks);
        features[12] = (float) (counts.numbers / words);
        features[13] = (float) ((chars - counts.blanks) / words);
        features[14] = flag(text.indexOf('$') >= 0);
        features[15] = flag(text.indexOf('\\') >= 0);
        features[16] = flag(text.indexOf('_') >= 0);
        features[17] = flag(text.contains("\"\"\""));
        features[18] = flag(text.indexOf('=') >= 0);
        features[FIRST_WORD + firstWord(text)] = 1;
        return features;
    }

    private static int firstWord(String text) {
        int from = WordTable.next(text, 0, Math.min(text.length(), 100));
        var group = FIRST.find(text, from, WordTable.end(text, from));
        return group == null ? OTHER : group;
    }

    private static float log(int count) {
        return (float) Math.log1p(count);
    }

    private static float flag(boolean up) {
        return up ? 1 : 0;
    }
}
