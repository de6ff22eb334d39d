package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import dev.signalbox.standard.check.Fences;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// An answer has the form that the request asks for in words: a table, a list, a code block, code alone, plain text.
final class FormatCheck implements Check {
    /// The row of dashes under a table's head tells; no expression here may go back over a long line.
    private static final Pattern TABLE = Pattern.compile(
            "(?m)^[ \\t]*+(?:\\|[ \\t]*+)?:?-{2,}+:?[ \\t]*+\\||<table\\b|\\\\begin\\{(?:tabular|array)\\}");

    private static final Pattern BULLETS = Pattern.compile("(?m)^[ \\t]*(?:[-*•+–◦▪]|<li>)[ \\t]*\\S");
    private static final Pattern NUMBERS = Pattern.compile("(?m)^[ \\t*#]*\\(?\\d{1,3}[.):][ \\t]*\\S|<ol>");
    private static final Pattern MARKDOWN =
            Pattern.compile("(?m)^#{1,6} \\S|\\*\\*[^*\\n]+\\*\\*|^[ \\t]*```|^[ \\t]*\\|[ \\t:]*-{2,}");
    private static final Pattern CHATTER = Pattern.compile(
            "(?i)^(?:sure|certainly|of course|absolutely|here(?:'s| is| are)|below is|the following|this (?:code|function|is))\\b");

    /// A form, how a request asks for it, and what is wrong with an answer that does not have it.
    private enum Form {
        TABLE_FORM(
                "(?:as|in|into|using|with|create|make|generate|give me|draw|provide) (?:an? |the )?(?:\\w+ ){0,2}table\\b"
                        + "(?! (?:of contents|tennis|named|called|in (?:the |my )?(?:database|sql|kudu)))|\\btabular (?:form|format)") {
            @Override
            Optional<String> lacks(String text) {
                return BoundedText.matcher(TABLE, text).find()
                        ? Optional.empty()
                        : Optional.of("expected a table, got none");
            }
        },
        BULLET_LIST("(?:in|as|using|with|of|use) (?:\\w+ ){0,2}(?:bullet(?:ed)?[ -]?(?:points?|lists?)|bullets)\\b") {
            @Override
            Optional<String> lacks(String text) {
                return BoundedText.matcher(BULLETS, text).find()
                                || BoundedText.matcher(NUMBERS, text).find()
                        ? Optional.empty()
                        : Optional.of("expected a list with bullets, got none");
            }
        },
        NUMBERED_LIST("\\b(?:numbered|ordered) list\\b") {
            @Override
            Optional<String> lacks(String text) {
                return BoundedText.matcher(NUMBERS, text).find()
                        ? Optional.empty()
                        : Optional.of("expected a numbered list, got none");
            }
        },
        CODE_BLOCK(
                "(?:in|inside|as|within|using|use) (?:an? |one |the )?(?:\\w+ )?(?:fenced )?code[ -]?(?:block|fence)s?\\b"
                        + "|following format: ?```") {
            @Override
            Optional<String> lacks(String text) {
                return Fences.in(text).isEmpty()
                        ? Optional.of("expected a fenced code block, got none")
                        : Optional.empty();
            }
        },
        CODE_ONLY(
                "\\bonly (?:contain |return |output |provide |give |include |write |respond with |the )*(?:the )?(?:\\w+ )?code\\b"
                        + "|\\bcode only\\b|\\bjust the code\\b|\\bnothing but (?:the )?code\\b") {
            @Override
            Optional<String> lacks(String text) {
                var outside = Prose.outsideOfFences(text).strip();
                boolean hasProse = Fences.in(text).isEmpty()
                        ? BoundedText.matcher(CHATTER, outside).find()
                        : !outside.isEmpty();
                return hasProse ? Optional.of("expected code only, got " + Excerpt.of(outside)) : Optional.empty();
            }
        },
        PLAIN_TEXT("\\b(?:no|without|don't use|do not use|avoid) (?:any )?markdown\\b|\\bplain text(?: only)?\\b") {
            @Override
            Optional<String> lacks(String text) {
                var found = BoundedText.matcher(MARKDOWN, text);
                if (!found.find()) return Optional.empty();
                return Optional.of("expected plain text, got markdown in line %d: %s"
                        .formatted(
                                Excerpt.line(text, found.start()),
                                Excerpt.of(found.group().strip())));
            }
        };

        private final Pattern asked;

        Form(String asked) {
            this.asked = Pattern.compile("(?i)" + asked);
        }

        abstract Optional<String> lacks(String text);
    }

    @Override
    public String name() {
        return "format";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        var forms = asked(request);
        if (forms.isEmpty()) return unknown("no form was asked for");
        if (answer.text().isBlank()) return unknown("there is no text");
        for (var form : forms) {
            var lack = form.lacks(answer.text());
            if (lack.isPresent()) return Finding.fail(name(), Reason.FORMAT, lack.get());
        }
        return Finding.pass(name(), Reason.FORMAT);
    }

    private static Set<Form> asked(Request request) {
        var forms = EnumSet.noneOf(Form.class);
        for (var wish : RequestedForm.wishes(request)) {
            for (var form : Form.values()) {
                if (BoundedText.matcher(form.asked, wish).find()) forms.add(form);
            }
        }
        return forms;
    }

    /// True where the request wants code and nothing else.
    static boolean wantsCodeOnly(Request request) {
        return asked(request).contains(Form.CODE_ONLY);
    }

    private Finding unknown(String why) {
        return Finding.unknown(name(), Reason.FORMAT, why);
    }
}
