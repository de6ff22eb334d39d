package dev.signalbox.checks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a request wants its answer: so many words, sentences or the like, at least and at most.
record RequestedLimit(Unit unit, int least, int most, String words) {
    enum Unit {
        WORDS,
        SENTENCES,
        PARAGRAPHS,
        CHARACTERS,
        LINES,
        BULLETS
    }

    private static final String NUMBER =
            "(\\d{1,5}|a single|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)";
    private static final List<String> NUMBERS = List.of(
            "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "", "twelve", "", "",
            "fifteen", "", "", "", "", "twenty");
    private static final String UNIT =
            "(?:short |brief |complete |full |concise )?(words?|sentences?|paragraphs?|characters?|lines?|bullet points?|bullets?)";

    /// Before the number, after the unit; the first that matches is taken.
    private enum Bound {
        AT_MOST(
                "(?:at most|no more than|not more than|a maximum of|max(?:imum)?\\.?(?: of)?|up to|limit(?:ed)? to|limit of|within"
                        + "|not exceed(?:ing)?)\\s+",
                ""),
        BELOW("(?:under|fewer than|less than|below)\\s+", ""),
        AT_LEAST("(?:at least|no fewer than|no less than|a minimum of|minimum(?: of)?)\\s+", ""),
        EXACTLY("(?:exactly|precisely)\\s+", ""),
        ABOUT("(?:about|around|approximately|roughly|approx\\.?|circa)\\s+", ""),
        OR_LESS("", "\\s+(?:or less|or fewer|max(?:imum)?|at most|tops)"),
        OR_MORE("", "\\s+(?:or more|minimum|at least)"),
        IN("(?:in|using)\\s+(?:just |only )?", "");

        private final Pattern pattern;

        Bound(String before, String after) {
            pattern = Pattern.compile(
                    "(?i)\\b" + before + NUMBER + "[\\s-]+" + UNIT + after + "(?![\\w-])(?!\\s+(?:per|each|of))");
        }
    }

    /// The first limit of a sentence that speaks of the answer.
    static Optional<RequestedLimit> in(String wish) {
        for (var bound : Bound.values()) {
            var found = BoundedText.matcher(bound.pattern, wish);
            if (found.find()) return Optional.of(limit(bound, found));
        }
        return Optional.empty();
    }

    private static RequestedLimit limit(Bound bound, Matcher found) {
        int number = number(found.group(1).toLowerCase(Locale.ROOT));
        var unit = unit(found.group(2).toLowerCase(Locale.ROOT));
        return switch (bound) {
            case AT_MOST, OR_LESS -> new RequestedLimit(unit, 0, number, "at most " + number);
            case BELOW -> new RequestedLimit(unit, 0, number - 1, "fewer than " + number);
            case AT_LEAST, OR_MORE -> new RequestedLimit(unit, number, Integer.MAX_VALUE, "at least " + number);
            case EXACTLY -> new RequestedLimit(unit, number, number, "exactly " + number);
            case ABOUT -> about(unit, number);
            // "In three sentences" means three; "in 100 words" means about as many.
            case IN ->
                unit == Unit.WORDS || unit == Unit.CHARACTERS
                        ? about(unit, number)
                        : new RequestedLimit(unit, number, number, "exactly " + number);
        };
    }

    /// A quarter more or less, and never less than one.
    private static RequestedLimit about(Unit unit, int number) {
        int slack = Math.max(1, number / 4);
        return new RequestedLimit(unit, number - slack, number + slack, "about " + number);
    }

    private static int number(String word) {
        if (Character.isDigit(word.charAt(0))) return Integer.parseInt(word);
        return word.equals("a single") ? 1 : NUMBERS.indexOf(word);
    }

    private static Unit unit(String word) {
        return switch (word.charAt(0)) {
            case 'w' -> Unit.WORDS;
            case 's' -> Unit.SENTENCES;
            case 'p' -> Unit.PARAGRAPHS;
            case 'c' -> Unit.CHARACTERS;
            case 'l' -> Unit.LINES;
            default -> Unit.BULLETS;
        };
    }

    /// How many there are, counted as few and as many as can be argued for.
    record Count(int least, int most) {}

    boolean admits(Count count) {
        return count.least <= most && count.most >= least;
    }
}
