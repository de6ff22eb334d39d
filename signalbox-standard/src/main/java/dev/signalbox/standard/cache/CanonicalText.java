package dev.signalbox.standard.cache;

import dev.signalbox.standard.cache.WordLists.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a request says once all is taken away that does not matter: greetings and politeness, articles, the form of its
/// question, spelling variants and a few synonyms, plurals, `X's Y` in place of `Y of X`. Two requests mean the same
/// where this is equal, word for word and in order. So numbers, names, units, negations, opposites, tenses, persons,
/// directions and the order of things always agree, and what is not known to be harmless makes another request.
///
/// Encoders place `Oslo to Bergen` beside `Bergen to Oslo`, and `enable` beside `disable`: a cosine does not tell
/// them apart. Immutable; made in time linear in the text.
///
/// @param said its tokens, each with a line feed after it
record CanonicalText(String said) {
    static final CanonicalText NONE = new CanonicalText("");

    private static final String PAUSE = TextTokens.PAUSE;
    private static final String OF = "of";
    private static final String POSSESSIVE = "'s";

    private static final Set<String> ENGLISH = Set.of(
            "the",
            "what",
            "how",
            "is",
            "are",
            "of",
            "you",
            "please",
            "and",
            "with",
            "write",
            "explain",
            "why",
            "does",
            "do",
            "can",
            "who",
            "to",
            "i",
            "my",
            "give",
            "show",
            "list",
            "where",
            "which",
            "when",
            "tell",
            "describe",
            "recommend",
            "name",
            "convert",
            "translate",
            "summarize",
            "summarise",
            "for",
            "about",
            "me",
            "good",
            "it",
            "this");

    /// Said or left out, these change nothing in an English sentence. Tenses (`was`, `did`) are none of them.
    private static final Set<String> SILENT = Set.of("a", "an", "the", "is", "are", "am", "do", "does");

    private static final Set<String> ADJUNCTS = Set.of("in", "using", "with", "for", "at", "on", "during");
    private static final int ADJUNCT_TOKENS_MAX = 6;
    private static final int OPENERS_MAX = 8;
    private static final int NOUN_TOKENS_MAX = 12;

    private static final Set<String> QUESTIONS = Set.of("what", "who", "where", "which", "when", "how", "why");

    /// Where a noun and what belongs to it end.
    private static final Set<String> BORDERS = Set.of(
            PAUSE,
            OF,
            POSSESSIVE,
            "in",
            "on",
            "at",
            "for",
            "with",
            "from",
            "to",
            "by",
            "and",
            "or",
            "than",
            "as",
            "if",
            "that",
            "which",
            "who",
            "what",
            "how",
            "why",
            "when",
            "where",
            "not",
            "no",
            "into",
            "between",
            "about",
            "HOWTO",
            "EXPLAIN",
            "MEANING",
            "PRICE",
            "PRICETO",
            "OVERVIEW",
            "give",
            "write",
            "list",
            "show",
            "name",
            "summarise",
            "translate",
            "convert",
            "calculate",
            "compare",
            "find",
            "compute",
            "count",
            "make",
            "use",
            "get",
            "describe",
            "recommend",
            "i",
            "you",
            "we",
            "it",
            "many",
            "much",
            "can",
            "will",
            "was",
            "were",
            "did",
            "has",
            "have",
            "had");

    /// Plurals in form alone, and words that are others without their `s`.
    private static final Set<String> NO_PLURALS = Set.of(
            "news",
            "physics",
            "mathematics",
            "maths",
            "economics",
            "politics",
            "ethics",
            "statistics",
            "series",
            "species",
            "gas",
            "yes",
            "plus",
            "minus",
            "less",
            "always",
            "perhaps",
            "across",
            "windows",
            "glasses",
            "sometimes",
            "besides",
            "its",
            "his",
            "hers",
            "ours",
            "theirs",
            "yours",
            "pandas",
            "rails",
            "https",
            "aws",
            "ios",
            "arms",
            "goods",
            "customs",
            "means",
            "times",
            "does",
            "was",
            "has",
            "this",
            "thus",
            "is",
            "us",
            "bus",
            "alias",
            "bias",
            "canvas",
            "atlas",
            "jeans",
            "pants",
            "scissors",
            "thanks",
            "kubernetes",
            "redis",
            "keras");

    private static final Map<String, String> NUMBERS = Map.ofEntries(
            Map.entry("zero", "0"),
            Map.entry("two", "2"),
            Map.entry("three", "3"),
            Map.entry("four", "4"),
            Map.entry("five", "5"),
            Map.entry("six", "6"),
            Map.entry("seven", "7"),
            Map.entry("eight", "8"),
            Map.entry("nine", "9"),
            Map.entry("ten", "10"),
            Map.entry("eleven", "11"),
            Map.entry("twelve", "12"),
            Map.entry("twenty", "20"),
            Map.entry("fifty", "50"),
            Map.entry("hundred", "100"),
            Map.entry("percent", "%"));

    private static final Pattern WITH_UNIT =
            Pattern.compile("(\\d+(?:\\.\\d+)?)(km|m|cm|mm|kg|g|mg|lb|lbs|mi|ft|in|h|min|s|ms|gb|mb|kb|tb)");

    static CanonicalText of(String text) {
        var lists = WordLists.BUILT_IN;
        var tokens = spelled(TextTokens.of(text), lists);
        boolean english = tokens.stream().anyMatch(ENGLISH::contains);
        tokens = without(tokens, lists.fillers());
        adjunctLast(tokens);
        opened(tokens, lists.openers());
        wholeForms(tokens);
        if (english) silence(tokens);
        for (int i = 0; i < tokens.size(); i++) tokens.set(i, meant(tokens.get(i), lists));
        possessives(tokens);
        trim(tokens);
        return new CanonicalText(String.join("\n", tokens) + "\n");
    }

    /// Contractions and numbers with units as the words that they stand for.
    private static List<String> spelled(List<String> tokens, WordLists lists) {
        var spelled = new ArrayList<String>(tokens.size());
        for (var token : tokens) {
            var stands = lists.contractions().get(token);
            var unit = Character.isDigit(token.charAt(0)) ? WITH_UNIT.matcher(token) : null;
            if (stands != null) spelled.addAll(stands);
            else if (unit != null && unit.matches()) spelled.addAll(List.of(unit.group(1), unit.group(2)));
            else if (token.length() > 2 && token.endsWith("'s")) {
                spelled.add(token.substring(0, token.length() - 2));
                spelled.add(POSSESSIVE);
            } else spelled.add(token);
        }
        return spelled;
    }

    private static List<String> without(List<String> tokens, Map<String, List<Phrase>> fillers) {
        var kept = new ArrayList<String>(tokens.size());
        for (int at = 0; at < tokens.size(); ) {
            var filler = phrase(tokens, at, fillers);
            if (filler == null) {
                kept.add(tokens.get(at++));
                continue;
            }
            at += filler.words().size();
            // What stood between commas leaves none.
            if (!kept.isEmpty() && kept.getLast().equals(PAUSE)) {
                if (at < tokens.size() && tokens.get(at).equals(PAUSE)) at++;
            }
        }
        return kept;
    }

    private static @Nullable Phrase phrase(List<String> tokens, int at, Map<String, List<Phrase>> phrases) {
        for (var phrase : phrases.getOrDefault(tokens.get(at), List.of())) {
            int end = at + phrase.words().size();
            if (end > tokens.size() || !tokens.subList(at, end).equals(phrase.words())) continue;
            if (!phrase.pause() || end < tokens.size() && tokens.get(end).equals(PAUSE)) return phrase;
        }
        return null;
    }

    /// `In Python, how …?` is `How … in Python?`.
    private static void adjunctLast(List<String> tokens) {
        if (tokens.isEmpty() || !ADJUNCTS.contains(tokens.getFirst())) return;
        int pause = tokens.indexOf(PAUSE);
        if (pause < 2 || pause > ADJUNCT_TOKENS_MAX || pause == tokens.size() - 1) return;
        var adjunct = List.copyOf(tokens.subList(0, pause));
        tokens.subList(0, pause + 1).clear();
        trim(tokens);
        tokens.addAll(adjunct);
    }

    private static void opened(List<String> tokens, Map<String, List<Phrase>> openers) {
        boolean embedded = false;
        for (int round = 0; round < OPENERS_MAX; round++) {
            while (!tokens.isEmpty() && tokens.getFirst().equals(PAUSE)) tokens.removeFirst();
            if (tokens.isEmpty()) return;
            var opener = phrase(tokens, 0, openers);
            // A request is more than its opener.
            if (opener == null || opener.words().size() == tokens.size()) break;
            tokens.subList(0, opener.words().size()).clear();
            tokens.addAll(0, opener.instead());
            embedded |= !QUESTIONS.contains(opener.words().getFirst());
            if (!opener.instead().isEmpty()) return;
        }
        trim(tokens);
        if (!embedded || !QUESTIONS.contains(tokens.getFirst())) return;
        // `Tell me what X is` is `What is X?`.
        if (tokens.getLast().equals("is") || tokens.getLast().equals("are")) {
            tokens.removeLast();
            if (tokens.getFirst().equals("what")) tokens.removeFirst();
        }
    }

    /// `What does X mean?` and `How much does X cost?`.
    private static void wholeForms(List<String> tokens) {
        trim(tokens);
        if (tokens.size() < 4) return;
        boolean does = tokens.get(1).equals("does") || tokens.get(1).equals("do");
        if (tokens.getFirst().equals("what") && does && tokens.getLast().equals("mean")) {
            tokens.removeLast();
            tokens.subList(0, 2).clear();
            tokens.addFirst("MEANING");
        } else if (tokens.size() > 4
                && tokens.subList(0, 2).equals(List.of("how", "much"))
                && (tokens.get(2).equals("does") || tokens.get(2).equals("do"))
                && tokens.getLast().equals("cost")) {
            tokens.removeLast();
            tokens.subList(0, 3).clear();
            tokens.addFirst("PRICE");
        }
    }

    private static void silence(List<String> tokens) {
        var said = List.copyOf(tokens);
        tokens.clear();
        for (int i = 0; i < said.size(); i++) {
            var token = said.get(i);
            boolean isThere = token.equals("there")
                    && (i > 0 && isCopula(said.get(i - 1)) || i + 1 < said.size() && isCopula(said.get(i + 1)));
            if (!isThere && !SILENT.contains(token)) tokens.add(token);
        }
    }

    private static boolean isCopula(String token) {
        return token.equals("is") || token.equals("are");
    }

    private static String meant(String token, WordLists lists) {
        if (token.startsWith("\"")) return token;
        var same = lists.synonyms().get(token);
        if (same != null) return singular(same);
        var number = NUMBERS.get(token);
        if (number != null) return number;
        var one = singular(token);
        return lists.synonyms().getOrDefault(one, one);
    }

    private static String singular(String word) {
        int length = word.length();
        if (length < 4 || word.charAt(length - 1) != 's' || NO_PLURALS.contains(word)) return word;
        for (int i = 0; i < length; i++) if (word.charAt(i) < 'a' || word.charAt(i) > 'z') return word;
        char before = word.charAt(length - 2);
        if (before == 's' || before == 'u' || before == 'i') return word;
        if (length > 4 && word.endsWith("ies")) return word.substring(0, length - 3) + "y";
        boolean hissed =
                word.endsWith("ches") || word.endsWith("shes") || word.endsWith("xes") || word.endsWith("sses");
        return word.substring(0, length - (hissed ? 2 : 1));
    }

    /// `The capital of France` as `France's capital`, the last first.
    private static void possessives(List<String> tokens) {
        for (int of = tokens.size() - 1; of > 0; of--) {
            if (!tokens.get(of).equals(OF)) continue;
            int from = of;
            while (from > Math.max(0, of - NOUN_TOKENS_MAX) && isNoun(tokens.get(from - 1))) from--;
            int to = of + 1;
            int end = Math.min(tokens.size(), of + 1 + NOUN_TOKENS_MAX);
            while (to < end && (isNoun(tokens.get(to)) || tokens.get(to).equals(POSSESSIVE))) to++;
            if (from == of || to == of + 1) continue;
            var owned = List.copyOf(tokens.subList(from, of));
            var owner = List.copyOf(tokens.subList(of + 1, to));
            var turned = new ArrayList<>(owner);
            turned.add(POSSESSIVE);
            turned.addAll(owned);
            for (int i = 0; i < turned.size(); i++) tokens.set(from + i, turned.get(i));
        }
    }

    private static boolean isNoun(String token) {
        return !BORDERS.contains(token) && Character.isLetterOrDigit(token.codePointAt(0));
    }

    private static void trim(List<String> tokens) {
        while (!tokens.isEmpty() && tokens.getLast().equals(PAUSE)) tokens.removeLast();
        while (!tokens.isEmpty() && tokens.getFirst().equals(PAUSE)) tokens.removeFirst();
    }
}
