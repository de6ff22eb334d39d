package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Request;
import java.util.regex.Pattern;

/// How often a request wants something said: who asks for a hundred numbers, or for a word fifty times, gets no loop.
///
/// @param count the largest number in the last user turn that is no year and no length, as in `3000 words`; 0 where
///     there is none
/// @param repetition whether it asks for the same again; what merely happens `repeatedly` in a story does not
record RequestedRepetition(int count, boolean repetition) {
    /// Numbers stand at the beginning or the end of a long prompt, where the wish is.
    private static final int SIDE_CHARS = 2_000;

    private static final Pattern NUMBER = Pattern.compile("(?<![\\d.])\\d{1,4}(?![\\d.]*\\d)"
            + "(?!\\s?-?(?i:words?|characters?|letters?|tokens?|pages?|minutes?|hours?|years?)\\b)");
    private static final Pattern HUNDRED = Pattern.compile("(?i)\\b(?:hundred|ninety)\\b");
    private static final Pattern REPETITION =
            Pattern.compile("(?i)\\b(?:repeat(?:ed|ing)?|times|over and over|again and again)\\b");

    static RequestedRepetition of(Request request) {
        var text = question(request);
        int count = HUNDRED.matcher(text).find() ? 100 : 0;
        for (var found = NUMBER.matcher(text); found.find(); ) {
            int number = Integer.parseInt(found.group());
            boolean year = number > 1500 && number < 2100;
            if (!year) count = Math.max(count, number);
        }
        return new RequestedRepetition(count, REPETITION.matcher(text).find());
    }

    private static String question(Request request) {
        for (var message : request.messages().reversed()) {
            if (message.role() != Role.USER) continue;
            var text = message.text();
            return text.length() <= 2 * SIDE_CHARS
                    ? text
                    : text.substring(0, SIDE_CHARS) + "\n" + text.substring(text.length() - SIDE_CHARS);
        }
        return "";
    }
}
