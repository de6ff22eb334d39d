package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.checks.RequestedLimit.Count;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import java.util.Locale;
import java.util.regex.Pattern;

/// An answer keeps to the length that was asked for in words ("in at most 50 words", "exactly three sentences") and to
/// the request's token limit. Where it can be argued how to count, the count that fits is taken.
final class LengthCheck implements Check {
    private static final Pattern BLANK_LINES = Pattern.compile("\\n\\s*\\n");
    private static final Pattern SENTENCE_END =
            Pattern.compile("(?<![.!?])[.!?]++[\"'”’)\\]*_]*+(?=\\s+[\\p{Lu}\\p{N}\"“(*\\[-]|\\s*$|\\s*\\n)|[。！？]");
    private static final Pattern ABBREVIATION = Pattern.compile(
            "(?i)(?:\\b(?:mr|mrs|ms|dr|prof|st|vs|etc|e\\.g|i\\.e|no|fig|inc|ltd|jr|sr|approx|a\\.m|p\\.m)|\\b\\p{L}|^\\s*\\d+)$");
    private static final Pattern BULLET = Pattern.compile("(?m)^[ \\t]*+(?:[-*•+–]|\\d{1,3}[.)])[ \\t]++\\S");

    @Override
    public String name() {
        return "length";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        var tokensMax = request.options().outputTokensMax();
        var usage = answer.usage();
        if (tokensMax.isPresent() && !usage.estimated() && usage.outputTokens() > tokensMax.getAsInt()) {
            return failed("expected at most %d tokens, got %d".formatted(tokensMax.getAsInt(), usage.outputTokens()));
        }
        if (answer.text().isBlank()) return unknown("there is no text");
        boolean isAsked = false;
        for (var wish : RequestedForm.wishes(request)) {
            var limit = RequestedLimit.in(wish);
            if (limit.isEmpty()) continue;
            var count = count(limit.get().unit(), answer.text().strip());
            isAsked = true;
            if (!limit.get().admits(count)) return failed(limit.get(), count);
        }
        return isAsked || tokensMax.isPresent()
                ? Finding.pass(name(), Reason.LENGTH)
                : unknown("no length was asked for");
    }

    private Finding failed(RequestedLimit limit, Count count) {
        int got = count.least() > limit.most() ? count.least() : count.most();
        var unit = limit.unit().name().toLowerCase(Locale.ROOT);
        return failed("expected %s %s, got %d".formatted(limit.words(), unit, got));
    }

    private static Count count(RequestedLimit.Unit unit, String text) {
        return switch (unit) {
            case WORDS -> words(text);
            case SENTENCES -> sentences(text);
            case PARAGRAPHS -> paragraphs(text);
            case CHARACTERS ->
                new Count(
                        (int) text.codePoints()
                                .filter(c -> !Character.isWhitespace(c))
                                .count(),
                        text.codePointCount(0, text.length()));
            case LINES ->
                new Count((int) text.lines().filter(line -> !line.isBlank()).count(), (int)
                        text.lines().count());
            case BULLETS -> bullets(text);
        };
    }

    /// At least those between spaces that have a letter or digit, at most the runs of letters and digits. Scripts that
    /// put no spaces between words have at least one word here and at most one a character.
    private static Count words(String text) {
        int least = 0;
        int most = 0;
        boolean inSpaced = false;
        boolean inRun = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean isPart = Character.isLetterOrDigit(c) || Character.isSurrogate(c);
            if (isPart && !inSpaced) least++;
            if (isPart && (!inRun || Character.isIdeographic(c) || c >= '\u3040')) most++;
            inSpaced = !Character.isWhitespace(c) && (inSpaced || isPart);
            inRun = isPart;
        }
        return new Count(least, most);
    }

    private static Count sentences(String text) {
        int certain = 0;
        int possible = 0;
        int last = 0;
        for (var end = BoundedText.matcher(SENTENCE_END, text); end.find(); last = end.end()) {
            possible++;
            var before = text.substring(Math.max(last, end.start() - 12), end.start());
            if (!BoundedText.matcher(ABBREVIATION, before).find()) certain++;
        }
        boolean isOpen = text.substring(last).codePoints().anyMatch(Character::isLetterOrDigit);
        int lines = (int) text.lines().filter(line -> !line.isBlank()).count();
        return new Count(Math.max(1, certain), Math.max(possible + (isOpen ? 1 : 0), lines));
    }

    /// A heading or a list item may be counted as a paragraph or not.
    private static Count paragraphs(String text) {
        int blocks = 0;
        int plain = 0;
        for (var block : BLANK_LINES.split(new BoundedText(text))) {
            if (block.isBlank()) continue;
            blocks++;
            if (block.strip().length() > 80
                    && !BoundedText.matcher(BULLET, block).find()) plain++;
        }
        return new Count(Math.max(1, plain), Math.max(blocks, (int) text.lines().count()));
    }

    private static Count bullets(String text) {
        int all = (int) BoundedText.matcher(BULLET, text).results().count();
        int outer = (int) BoundedText.matcher(BULLET, text)
                .results()
                .filter(item -> !Character.isWhitespace(item.group().charAt(0)))
                .count();
        return new Count(Math.min(outer == 0 ? all : outer, all), all);
    }

    private Finding failed(String evidence) {
        return Finding.fail(name(), Reason.LENGTH, evidence);
    }

    private Finding unknown(String why) {
        return Finding.unknown(name(), Reason.LENGTH, why);
    }
}
