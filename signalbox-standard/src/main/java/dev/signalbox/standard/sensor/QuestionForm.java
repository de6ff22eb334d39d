package dev.signalbox.standard.sensor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What kind of question a text asks and what it wants done, by its English words.
///
/// @param kind `what`, `why`, `how`, `which`, `who`, `when`, `where`, `yes_no`, `other` (a question mark, no word that
///     tells), `instruction` or `none`
/// @param instruction the verb it begins with, as one of a closed list; empty where it begins otherwise
record QuestionForm(String kind, Optional<String> instruction) {
    private static final int SENTENCE_CHARS_MAX = 300;
    private static final int POLITE_WORDS_MAX = 8;

    private static final WordTable<String> ASKING = new WordTable<>(asking());
    private static final WordTable<String> VERBS = new WordTable<>(verbs());
    private static final WordTable<Boolean> POLITE = new WordTable<>(polite());

    private static Map<String, String> asking() {
        var table = new HashMap<String, String>();
        for (var word : new String[] {"what", "why", "how", "which", "who", "when", "where"}) table.put(word, word);
        table.put("whom", "who");
        table.put("whose", "who");
        var verbs = "is are was were am do does did can could will would should shall has have had may must";
        for (var verb : verbs.split(" ")) table.put(verb, "yes_no");
        return table;
    }

    private static Map<String, String> verbs() {
        var groups = """
                write: write create generate compose draft make produce
                implement: implement program code build develop
                explain: explain describe elaborate clarify discuss define
                translate: translate
                summarize: summarize summarise shorten condense
                rewrite: rewrite rephrase paraphrase edit improve proofread correct reformat convert
                solve: solve calculate compute evaluate find determine simplify
                prove: prove show derive verify
                list: list name give enumerate provide suggest recommend
                classify: classify categorize categorise label tag
                compare: compare contrast
                extract: extract identify
                fix: fix debug refactor optimize optimise
                choose: choose select pick answer
                plan: plan design outline
                complete: complete continue finish
                analyze: analyze analyse review critique
                """;
        var table = new HashMap<String, String>();
        for (var group : groups.lines().toList()) {
            int colon = group.indexOf(':');
            for (var verb : group.substring(colon + 2).split(" ")) table.put(verb, group.substring(0, colon));
        }
        return table;
    }

    private static Map<String, Boolean> polite() {
        var table = new HashMap<String, Boolean>();
        var words = "please can could would will you kindly i want need like to help me us let now hi hello hey";
        for (var word : words.split(" ")) table.put(word, true);
        return table;
    }

    static QuestionForm of(String text) {
        var instruction = instruction(text);
        return new QuestionForm(kind(text, instruction), Optional.ofNullable(instruction));
    }

    private static String kind(String text, @Nullable String instruction) {
        int mark = Math.max(text.lastIndexOf('?'), Math.max(text.lastIndexOf('？'), text.lastIndexOf('؟')));
        if (mark >= 0) return asked(text, beginOfSentence(text, mark), mark);
        int from = WordTable.next(text, 0, Math.min(text.length(), SENTENCE_CHARS_MAX));
        var asking = ASKING.find(text, from, WordTable.end(text, from));
        if (asking != null && !asking.equals("yes_no")) return asking;
        return instruction == null ? "none" : "instruction";
    }

    /// By its first word, or else by the first question word in it ("In Java, how do I…").
    private static String asked(String text, int from, int to) {
        int at = WordTable.next(text, from, to);
        var first = ASKING.find(text, at, WordTable.end(text, at));
        if (first != null) return first;
        while (at < to) {
            int end = WordTable.end(text, at);
            var word = ASKING.find(text, at, end);
            if (word != null && !word.equals("yes_no")) return word;
            at = WordTable.next(text, end, to);
        }
        return "other";
    }

    private static int beginOfSentence(String text, int mark) {
        int least = Math.max(0, mark - SENTENCE_CHARS_MAX);
        int at = mark;
        while (at > least) {
            char before = text.charAt(at - 1);
            boolean ends = before == '.' || before == '!' || before == '?' || before == ':';
            if (before == '\n' || (ends && text.charAt(at) <= ' ')) break;
            at--;
        }
        return at;
    }

    private static @Nullable String instruction(String text) {
        int least = Math.min(text.length(), SENTENCE_CHARS_MAX);
        int at = WordTable.next(text, 0, least);
        for (int words = 0; words < POLITE_WORDS_MAX && at < least; words++) {
            int end = WordTable.end(text, at);
            var verb = VERBS.find(text, at, end);
            if (verb != null) return verb;
            if (POLITE.find(text, at, end) == null) return null;
            at = WordTable.next(text, end, least);
        }
        return null;
    }
}
