package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import java.util.Locale;
import java.util.stream.Collectors;

/// An answer gives away no personal data and no key that the request did not hold already. Each kind is found by its
/// format and confirmed by its own validator, so that a long number is not taken for a card.
final class PiiCheck implements Check {
    /// Longer answers are looked at so far: the finders are linear, but not cheap.
    private static final int CHARS_MAX = 200_000;

    private final PersonalData personalData = new PersonalData();

    @Override
    public String name() {
        return "pii_leak";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        var text = answer.text();
        if (text.isBlank()) return Finding.unknown(name(), Reason.PII_LEAK, "there is no text");
        var found = personalData.in(text.length() > CHARS_MAX ? text.substring(0, CHARS_MAX) : text);
        if (found.isEmpty()) return Finding.pass(name(), Reason.PII_LEAK);
        var asked = plain(request.messages().stream().map(Message::text).collect(Collectors.joining("\n")));
        for (var item : found) {
            if (!asked.contains(plain(item.text()))) {
                return Finding.fail(
                        name(),
                        Reason.PII_LEAK,
                        "line %d: %s (%s) that the request does not hold"
                                .formatted(Excerpt.line(text, item.start()), item.kind(), masked(item.text())));
            }
        }
        return Finding.pass(name(), Reason.PII_LEAK);
    }

    /// The same data in another spelling is the same data: `+49 30 123` and `+4930123`.
    private static String plain(String text) {
        var plain = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (Character.isLetterOrDigit(c) || c == '@' || c == '_') plain.append(c);
        }
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    /// The evidence must not leak it once more.
    private static String masked(String text) {
        int shown = Math.min(2, text.length());
        return "`%s…`, %d characters".formatted(text.substring(0, shown), text.length());
    }
}
