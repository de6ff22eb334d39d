package dev.signalbox.standard.sensor;

import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import java.util.List;

/// The part of a conversation that a router should look at.
///
/// It begins with the last user turn, because that is what will be answered. A long history or system prompt is the
/// same for many requests and would make all of them look alike, so they count only where the last turn is too short to
/// stand for itself ("yes, please"): then the earlier user turns follow, newest first, and after them the beginning of
/// the system prompt. What is asked now stands first: an encoder that reads only the beginning still reads it.
public final class RoutableText {
    /// The longest routable text, in characters.
    public static final int CHARS_MAX = 8_000;

    private static final int HEAD_CHARS = 5_000;
    private static final String GAP = "\n…\n";
    private static final int SHORT_CHARS = 100;
    private static final int CONTEXT_CHARS = 1_000;
    private static final int SYSTEM_CHARS = 300;

    private RoutableText() {}

    /// Empty where the conversation has no text.
    public static String of(List<Message> messages) {
        int last = last(messages);
        if (last < 0) return "";
        var asked = messages.get(last).text();
        if (asked.length() >= SHORT_CHARS || messages.size() == 1) return cut(asked);
        return inContext(asked, messages, last);
    }

    /// A text as it is, or the beginning and the end of one that is too long.
    public static String cut(String text) {
        if (text.length() <= CHARS_MAX) return text;
        int tail = text.length() - (CHARS_MAX - HEAD_CHARS - GAP.length());
        return head(text, HEAD_CHARS) + GAP + text.substring(splitsPair(text, tail) ? tail + 1 : tail);
    }

    /// The last user turn with text; where no user has spoken, the last turn of anybody.
    private static int last(List<Message> messages) {
        int anybody = -1;
        for (int i = messages.size() - 1; i >= 0; i--) {
            var message = messages.get(i);
            if (message.text().isBlank()) continue;
            if (message.role() == Role.USER) return i;
            if (anybody < 0) anybody = i;
        }
        return anybody;
    }

    private static String inContext(String asked, List<Message> messages, int last) {
        var text = new StringBuilder(asked);
        for (int i = last - 1; i >= 0 && text.length() < CONTEXT_CHARS; i--) {
            if (messages.get(i).role() == Role.USER) append(text, messages.get(i), CONTEXT_CHARS - text.length());
        }
        for (var message : messages) {
            if (message.role() == Role.SYSTEM && message != messages.get(last)) {
                append(text, message, SYSTEM_CHARS);
                break;
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Message message, int charsMax) {
        var more = message.text();
        if (!more.isBlank()) text.append("\n\n").append(head(more, charsMax));
    }

    private static String head(String text, int chars) {
        if (text.length() <= chars) return text;
        return text.substring(0, splitsPair(text, chars) ? chars - 1 : chars);
    }

    /// True where a cut would leave half a character on either side.
    private static boolean splitsPair(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }
}
