package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import java.util.regex.Pattern;

/// An answer that must be JSON parses. Where the request's format says so, the whole answer must be an object or an
/// array; where only its words do, one block of fenced JSON is as good.
final class JsonCheck implements Check {
    private static final Pattern WORDS = Pattern.compile(
            "(?i)\\b(?:valid|as|in|into|a|only|pure|raw)\\s+`?json\\b`?(?!\\s+(?:file|schema|parser|data below|above))"
                    + "|\\bjson\\s+(?:object|array|format|only)\\b");
    private static final Pattern ABOUT_JSON =
            Pattern.compile("(?i)\\b(?:parse|parser|function|code|script|program|read|convert|explain|what is|how)\\b");

    @Override
    public String name() {
        return "json";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        boolean promised = request.options().format() != Format.TEXT;
        if (!promised && !isAskedInWords(request)) {
            return Finding.unknown(name(), Reason.JSON_PARSE, "no JSON was asked for");
        }
        var text = answer.text();
        if (text.isBlank()) return Finding.unknown(name(), Reason.JSON_PARSE, "there is no text");
        if (Cuts.byClient(request, answer)) {
            return Finding.unknown(name(), Reason.JSON_PARSE, "the client's own token limit ended it");
        }
        if (!promised && JsonText.find(text).isPresent()) return Finding.pass(name(), Reason.JSON_PARSE);
        return switch (JsonText.read(text)) {
            case JsonText.Read.Value(var node) when node.isContainer() -> Finding.pass(name(), Reason.JSON_PARSE);
            case JsonText.Read.Value(var node) -> failed("expected an object or an array, got " + JsonText.type(node));
            case JsonText.Read.InvalidJson wrong ->
                failed(wrong + "; the answer begins with " + Excerpt.at(text.strip(), 0));
        };
    }

    private Finding failed(String evidence) {
        return Finding.fail(name(), Reason.JSON_PARSE, evidence);
    }

    private static boolean isAskedInWords(Request request) {
        for (var wish : RequestedForm.wishes(request)) {
            if (BoundedText.matcher(WORDS, wish).find()
                    && !BoundedText.matcher(ABOUT_JSON, wish).find()) return true;
        }
        return false;
    }
}
