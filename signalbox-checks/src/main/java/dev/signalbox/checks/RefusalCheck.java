package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import java.util.regex.Pattern;

/// An answer does what was asked and does not open with a refusal, in one of nineteen languages.
///
/// Only the opening tells: "I cannot" in the middle of a story refuses nothing. A request that speaks of refusing
/// itself ("translate: I'm sorry, I can't help") makes the check unsure.
final class RefusalCheck implements Check {
    /// A refusal may follow one polite sentence.
    private static final int OPENING_CHARS = 240;

    private static final Pattern OPENING = Pattern.compile(String.join("|", RefusalPhrases.ALL), RefusalPhrases.FLAGS);

    private static final Pattern ABOUT_REFUSING = Pattern.compile(
            "(?i)\\b(?:refus(?:e|es|al|als|ing)|declin(?:e|es|ing)|apolog(?:y|ies|i[sz]e)|i(?:'m| am) sorry"
                    + "|(?:can't|cannot|can not) help)\\b");

    @Override
    public String name() {
        return "refusal";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        var opening = opening(answer.text());
        if (opening.isEmpty()) return Finding.unknown(name(), Reason.REFUSAL, "there is no text");
        var found = BoundedText.matcher(OPENING, opening);
        if (!found.find()) return Finding.pass(name(), Reason.REFUSAL);
        if (BoundedText.matcher(ABOUT_REFUSING, RequestedForm.lastQuestion(request))
                .find()) {
            return Finding.unknown(name(), Reason.REFUSAL, "the request itself speaks of refusing");
        }
        return Finding.fail(name(), Reason.REFUSAL, "it opens with " + Excerpt.of(opening.substring(found.start())));
    }

    private static String opening(String text) {
        var start = text.stripLeading();
        var opening = start.substring(0, Math.min(OPENING_CHARS, start.length()));
        return opening.replace('’', '\'').replace("*", "");
    }
}
