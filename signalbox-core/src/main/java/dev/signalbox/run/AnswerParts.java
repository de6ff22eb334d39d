package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Answer.Choice;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Usage;
import dev.signalbox.run.AnswerPart.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Takes an answer to pieces and puts it together again. No model is asked for it: fences, JSON that fills lines,
/// numbered items and tool calls are where an answer comes apart, and there are at most [#MOST] pieces.
final class AnswerParts {
    static final int MOST = 6;

    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}(?=[^`]*$)|~{3,})");
    private static final Pattern ITEM = Pattern.compile("(?m)^\\d{1,2}[.)] ");

    private AnswerParts() {}

    /// The pieces in order; one where the answer does not come apart, none where it is several choices.
    static List<AnswerPart> of(Answer answer) {
        if (answer.choices().size() > 1) return List.of();
        var choice = answer.choices().getFirst();
        var spans = fewer(withoutBlanks(spans(choice.text()), choice.text()));
        var pieces = new ArrayList<AnswerPart>();
        var counts = new EnumMap<Kind, Integer>(Kind.class);
        for (var span : spans) {
            int number = counts.merge(span.kind(), 1, Integer::sum);
            pieces.add(new AnswerPart(
                    span.kind(),
                    span.kind().name().toLowerCase(Locale.ROOT) + " " + number,
                    choice.text().substring(span.start(), span.end()),
                    List.of(),
                    Finish.DONE));
        }
        if (!choice.toolCalls().isEmpty()) {
            pieces.add(new AnswerPart(Kind.TOOLS, "tools 1", "", choice.toolCalls(), choice.finish()));
        }
        if (!pieces.isEmpty()) {
            var last = pieces.removeLast();
            pieces.add(new AnswerPart(last.kind(), last.name(), last.text(), last.toolCalls(), choice.finish()));
        }
        return pieces;
    }

    /// One answer of the pieces, in their order.
    static Answer join(List<AnswerPart> pieces, Usage usage) {
        var text = new StringBuilder();
        for (var answerPart : pieces) text.append(answerPart.text());
        var calls = pieces.stream()
                .flatMap(answerPart -> answerPart.toolCalls().stream())
                .toList();
        return new Answer(
                List.of(new Choice(0, text.toString(), calls, pieces.getLast().finish())), usage, Optional.empty());
    }

    /// Characters `start` (inclusive) to `end` (exclusive) of the text.
    private record Span(Kind kind, int start, int end) {
        Span joined(Span next) {
            return new Span(kind == next.kind ? kind : Kind.PROSE, start, next.end);
        }

        int length() {
            return end - start;
        }
    }

    private static List<Span> spans(String text) {
        var spans = new ArrayList<Span>();
        int prose = 0;
        for (int line = 0; line < text.length(); ) {
            var found = marked(text, line);
            if (found.isEmpty()) {
                line = next(text, line);
                continue;
            }
            if (line > prose) spans.add(new Span(Kind.PROSE, prose, line));
            spans.add(found.get());
            line = found.get().end();
            prose = line;
        }
        if (prose == 0) return items(text);
        if (prose < text.length()) spans.add(new Span(Kind.PROSE, prose, text.length()));
        return spans;
    }

    /// The block of code or JSON that begins with this line.
    private static Optional<Span> marked(String text, int start) {
        var line = text.substring(start, next(text, start)).stripTrailing();
        var fence = FENCE.matcher(line);
        if (fence.lookingAt()) return Optional.of(new Span(Kind.CODE, start, fenceEnd(text, start, fence.group(1))));
        if (!line.startsWith("{") && !line.startsWith("[")) return Optional.empty();
        int end = jsonEnd(text, start);
        return end < 0 ? Optional.empty() : Optional.of(new Span(Kind.JSON, start, end));
    }

    private static int fenceEnd(String text, int start, String fence) {
        for (int line = next(text, start); line < text.length(); line = next(text, line)) {
            var closing = text.substring(line, next(text, line)).strip();
            boolean only = closing.chars().allMatch(c -> c == fence.charAt(0));
            if (only && closing.length() >= fence.length()) return next(text, line);
        }
        return text.length();
    }

    /// Where the brackets are closed and the line ends with them; -1 where they are not.
    private static int jsonEnd(String text, int start) {
        int depth = 0;
        boolean quoted = false;
        for (int at = start; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quoted && c == '\\') at++;
            else if (c == '"') quoted = !quoted;
            else if (!quoted && (c == '{' || c == '[')) depth++;
            else if (!quoted && (c == '}' || c == ']') && --depth == 0) {
                int end = next(text, at);
                return text.substring(at + 1, end).isBlank() ? end : -1;
            }
        }
        return -1;
    }

    private static int next(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }

    /// Numbered answers, each a piece; else all of it is prose.
    private static List<Span> items(String text) {
        var starts = ITEM.matcher(text).results().map(item -> item.start()).toList();
        var spans = new ArrayList<Span>();
        if (starts.size() < 2) {
            spans.add(new Span(Kind.PROSE, 0, text.length()));
            return spans;
        }
        if (starts.getFirst() > 0) spans.add(new Span(Kind.PROSE, 0, starts.getFirst()));
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : text.length();
            spans.add(new Span(Kind.ITEM, starts.get(i), end));
        }
        return spans;
    }

    /// Empty lines belong to what is before them, or else to what is behind.
    private static List<Span> withoutBlanks(List<Span> spans, String text) {
        var kept = new ArrayList<Span>();
        int from = 0;
        for (var span : spans) {
            boolean blank = text.substring(span.start(), span.end()).isBlank();
            if (!blank) {
                kept.add(new Span(span.kind(), from, span.end()));
            } else if (!kept.isEmpty()) {
                var before = kept.removeLast();
                kept.add(new Span(before.kind(), before.start(), span.end()));
            }
            from = blank && kept.isEmpty() ? from : span.end();
        }
        return kept;
    }

    /// Neighbours become one until there are no more than [#MOST], the shortest pair first.
    private static List<Span> fewer(List<Span> spans) {
        while (spans.size() > MOST) {
            int shortest = 0;
            for (int i = 1; i + 1 < spans.size(); i++) {
                if (pair(spans, i) < pair(spans, shortest)) shortest = i;
            }
            var joined = spans.get(shortest).joined(spans.remove(shortest + 1));
            spans.set(shortest, joined);
        }
        return spans;
    }

    private static int pair(List<Span> spans, int first) {
        return spans.get(first).length() + spans.get(first + 1).length();
    }
}
