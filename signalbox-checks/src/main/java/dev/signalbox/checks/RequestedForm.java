package dev.signalbox.checks;

import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a request says in words about the answer it wants: in the last user turn and in the system prompt.
final class RequestedForm {
    /// Instructions stand at the beginning or at the end of a long prompt.
    private static final int SIDE_CHARS_MAX = 4_000;

    /// A sentence about the answer, and not about the world, has one of these words. "A string of at most 50
    /// characters" may be anything.
    private static final Pattern WISH = Pattern.compile(
            "(?i)\\b(?:answer|respond|response|reply|write|summari[sz]e|summary|describe|explain|give|keep|limit|use|"
                    + "compose|draft|tell|output|return|provide|list|make|create|generate|present|format|show|submit)\\b");

    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+|\\n+");

    private RequestedForm() {}

    /// The system prompt and the last user turn, a line between them, long ones without their middle.
    static String of(Request request) {
        var text = new StringBuilder();
        for (var message : request.messages()) {
            if (message.role() == Role.SYSTEM)
                text.append(sides(message.text())).append('\n');
        }
        return text.append(sides(lastQuestion(request))).toString();
    }

    static String lastQuestion(Request request) {
        for (var message : request.messages().reversed()) {
            if (message.role() == Role.USER) return message.text();
        }
        return "";
    }

    /// The sentences that speak of how the answer shall be.
    static List<String> wishes(Request request) {
        var wishes = new ArrayList<String>();
        for (var sentence : SENTENCE_END.split(new BoundedText(of(request)))) {
            if (BoundedText.matcher(WISH, sentence).find()) wishes.add(sentence);
        }
        return wishes;
    }

    private static String sides(String text) {
        if (text.length() <= 2 * SIDE_CHARS_MAX) return text;
        return text.substring(0, SIDE_CHARS_MAX) + "\n" + text.substring(text.length() - SIDE_CHARS_MAX);
    }
}
