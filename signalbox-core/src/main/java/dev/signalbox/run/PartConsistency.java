package dev.signalbox.run;

import dev.signalbox.chat.Message;
import dev.signalbox.chat.Request;
import dev.signalbox.run.AnswerPart.Kind;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whether pieces by several models fit together: the code that prose names is there, and all prose is in one script.
/// That code still parses, and that the language is the right one, the answer's own checks tell.
final class PartConsistency {
    static final String CHECK = "parts_fit";

    /// Only what looks declared in code, such as `orderService` or `send()`: prose also puts keywords, libraries and
    /// commands in backticks.
    private static final Pattern NAMED = Pattern.compile("(?<!`)`([A-Za-z_$][\\w$.#]*)(\\([^`]*\\))?`(?!`)");

    private static final Pattern COMPOUND = Pattern.compile(".*(?:[a-z][A-Z]|[a-z]_[a-z]).*");

    private PartConsistency() {}

    /// What speaks against pieces, by their name; empty where they fit.
    static Map<String, Finding> of(List<AnswerPart> pieces, Request request) {
        var misfits = new LinkedHashMap<String, Finding>();
        var code = text(pieces, Kind.CODE);
        var known = code + request.messages().stream().map(Message::text).collect(Collectors.joining("\n"));
        Optional<UnicodeScript> first = Optional.empty();
        for (var answerPart : pieces) {
            if (answerPart.kind() != Kind.PROSE && answerPart.kind() != Kind.ITEM) continue;
            var script = script(answerPart.text());
            if (first.isEmpty()) first = script;
            if (script.isPresent() && !script.equals(first)) {
                misfits.put(answerPart.name(), Finding.fail(CHECK, Reason.LANGUAGE, "it is in another script"));
            }
            if (code.isEmpty()) continue;
            missing(answerPart.text(), known)
                    .ifPresent(name -> misfits.put(
                            answerPart.name(),
                            Finding.fail(CHECK, Reason.INCONSISTENT, "`%s` is not in the code".formatted(name))));
        }
        return misfits;
    }

    private static String text(List<AnswerPart> pieces, Kind kind) {
        return pieces.stream()
                .filter(answerPart -> answerPart.kind() == kind)
                .map(AnswerPart::text)
                .collect(Collectors.joining("\n"));
    }

    private static Optional<String> missing(String prose, String known) {
        return NAMED.matcher(prose)
                .results()
                .filter(found -> found.group(2) != null
                        || COMPOUND.matcher(found.group(1)).matches())
                .map(found -> found.group(1))
                .map(name -> name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('#')) + 1))
                .filter(name -> !name.isEmpty() && !known.contains(name))
                .findFirst();
    }

    /// The script that most letters are in; empty where there are none.
    private static Optional<UnicodeScript> script(String text) {
        var counts = new EnumMap<UnicodeScript, Integer>(UnicodeScript.class);
        text.codePoints().filter(Character::isLetter).forEach(c -> counts.merge(UnicodeScript.of(c), 1, Integer::sum));
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }
}
