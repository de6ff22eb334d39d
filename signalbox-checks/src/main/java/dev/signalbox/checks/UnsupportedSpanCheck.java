package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The numbers and names of an answer that shall be based on a given text stand in that text.
///
/// It speaks only where the request gives a text and says to keep to it: a question from general knowledge is rightly
/// answered with names that it does not hold. docs/benchmarks/orchestration.md says what
/// little it is worth there.
final class UnsupportedSpanCheck implements Check {
    private static final int CONTEXT_WORDS_MIN = 80;
    private static final int UNSUPPORTED_MIN = 3;
    private static final double SHARE_MIN = 0.5;

    private static final Pattern BASED = Pattern.compile(
            "(?i)\\b(?:based (?:only |solely )?on|according to|using only|only use|from|in|with) (?:the |this |these |that )?"
                    + "(?:(?:given|provided|following|above|attached|supplied) )?"
                    + "(?:text|context|passage|article|document|documents|excerpt|source|sources|transcript|report|paragraph|story|information"
                    + "|conversation|emails?)\\b|\\bsummari[sz]e|\\bsummary\\b|\\bextract\\b");

    @Override
    public String name() {
        return "unsupported_span";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        if (answer.text().isBlank()) return unknown("there is no text");
        var context = context(request);
        if (!isLong(context)
                || !BoundedText.matcher(BASED, RequestedForm.of(request)).find()) {
            return unknown("the request gives no text to keep to");
        }
        var grounding = Grounding.of(context, Prose.outsideOfFences(answer.text()));
        if (grounding.spans() == 0) return unknown("the answer has no numbers and no names");
        if (grounding.unsupported().size() < UNSUPPORTED_MIN || grounding.score() < SHARE_MIN) {
            return Finding.pass(name(), Reason.UNSUPPORTED_SPAN);
        }
        return Finding.fail(
                name(),
                Reason.UNSUPPORTED_SPAN,
                "%d of %d numbers and names are not in the given text: %s"
                        .formatted(
                                grounding.unsupported().size(),
                                grounding.spans(),
                                grounding.unsupported().stream()
                                        .limit(5)
                                        .map(span -> Excerpt.of(span.text(), 30))
                                        .collect(Collectors.joining(", "))));
    }

    /// What everybody but the model has said.
    private static String context(Request request) {
        return request.messages().stream()
                .filter(message -> message.role() != Role.ASSISTANT)
                .map(message -> message.text())
                .collect(Collectors.joining("\n"));
    }

    private static boolean isLong(String context) {
        return context.strip().split("\\s+", CONTEXT_WORDS_MIN + 1).length > CONTEXT_WORDS_MIN;
    }

    private Finding unknown(String why) {
        return Finding.unknown(name(), Reason.UNSUPPORTED_SPAN, why);
    }
}
