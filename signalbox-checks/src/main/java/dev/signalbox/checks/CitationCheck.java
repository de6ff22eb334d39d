package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import java.util.regex.Pattern;

/// An answer that was asked for its sources names some: a link, a numbered reference, a DOI, an author with a year, or
/// a list of sources. Whether the sources exist and say so is not looked at.
final class CitationCheck implements Check {
    private static final Pattern ASKED = Pattern.compile(
            "(?i)\\b(?:cite|citing)\\b|\\b(?:with|include|including|provide|give|add|list|name|mention|and|your|the|any)\\s+"
                    + "(?:\\w+\\s+){0,2}(?:sources?|citations?|references|footnotes)\\b"
                    + "|\\bmit quellen(?:angaben?)?\\b|\\bavec (?:des |les |vos )?sources\\b|\\bcon (?:las )?fuentes\\b");
    private static final Pattern NOT_ASKED = Pattern.compile(
            "(?i)\\b(?:no|without|don't|do not|not)\\s+(?:\\w+\\s+){0,3}(?:sources?|citations?|references|cite)\\b"
                    + "|\\bopen[- ]source|\\bsources? (?:code|of|file)|\\bdata sources?|\\b(?:power|light|energy|event|null) (?:source|reference)");
    private static final Pattern CITED = Pattern.compile(
            "https?://\\S{4}|\\bdoi:?\\s?10\\.|\\[\\^?\\d{1,3}\\]|【\\d|\\[(?:source|doc|citation)\\b|\\((?:[A-Z][\\p{L}'’-]+"
                    + "(?: (?:et al\\.?|and|&|[A-Z][\\p{L}'’-]+))*),? (?:18|19|20)\\d\\d[a-z]?\\)"
                    + "|\\b[A-Z][\\p{L}'’-]+(?: et al\\.?)? \\((?:18|19|20)\\d\\d[a-z]?\\)"
                    + "|(?im:^\\W{0,6}(?:sources?|references|citations|bibliography|quellen|fuentes)\\b)"
                    + "|[⁰¹²³⁴⁵⁶⁷⁸⁹](?=\\s|$)|(?i:\\baccording to (?:the )?[A-Z])");

    @Override
    public String name() {
        return "citation";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        if (!isAsked(request)) return unknown("no sources were asked for");
        if (answer.text().isBlank()) return unknown("there is no text");
        return BoundedText.matcher(CITED, answer.text()).find()
                ? Finding.pass(name(), Reason.CITATION_MISSING)
                : Finding.fail(
                        name(),
                        Reason.CITATION_MISSING,
                        "expected sources, got no link, numbered reference, author with year or list of sources");
    }

    private static boolean isAsked(Request request) {
        for (var wish : RequestedForm.wishes(request)) {
            if (BoundedText.matcher(ASKED, wish).find()
                    && !BoundedText.matcher(NOT_ASKED, wish).find()) return true;
        }
        return false;
    }

    private Finding unknown(String why) {
        return Finding.unknown(name(), Reason.CITATION_MISSING, why);
    }
}
