package dev.signalbox.checks;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The languages that a prompt asks for by name: in English, and in themselves ("auf Deutsch").
final class LanguageNames {
    private static final String TAGS =
            "en de fr es pt it nl sv da no fi is pl cs sk sl hr sr bg mk ru uk be el tr az kk"
                    + " uz hu ro et lv lt sq ka hy he ar fa ur hi bn mr gu pa ta te kn ml si ne th vi id ms tl ja ko zh sw ca";

    private static final Map<String, String> TAG_BY_NAME = names();

    private static final String ANY = new TreeSet<>(TAG_BY_NAME.keySet())
            .descendingSet().stream().map(Pattern::quote).collect(Collectors.joining("|"));

    /// A name before a capital ("in French Polynesia") names something else.
    private static final Pattern ASKED = Pattern.compile(
            "(?<!\\p{L})(?iu:in|into|to|auf|ins|en|em|na|po|på|using)\\s+(?iu:(?:the |fluent |simple |plain |brazilian |proper )?("
                    + ANY + "))(?!\\p{L})(?!\\s+\\p{Lu})");

    private static final Pattern NAMED =
            Pattern.compile("(?iu)(?<!\\p{L})(?:" + ANY + "|translat\\w*|languages?)(?!\\p{L})");

    private LanguageNames() {}

    private static Map<String, String> names() {
        var names = new HashMap<String, String>();
        for (var tag : TAGS.split(" ")) {
            var language = Locale.of(tag);
            names.put(language.getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT), tag);
            names.put(language.getDisplayLanguage(language).toLowerCase(Locale.ROOT), tag);
        }
        return names;
    }

    /// The languages in which the sentence wants something.
    static Set<String> askedIn(String sentence) {
        var asked = new HashSet<String>();
        for (var found = BoundedText.matcher(ASKED, sentence); found.find(); ) {
            var tag = TAG_BY_NAME.get(found.group(1).toLowerCase(Locale.ROOT));
            if (tag != null) asked.add(tag);
        }
        return asked;
    }

    /// True where the text speaks of languages at all.
    static boolean areNamedIn(String text) {
        return BoundedText.matcher(NAMED, text).find();
    }

    /// As people say it, for evidence.
    static String of(String tag) {
        return Locale.of(tag).getDisplayLanguage(Locale.ENGLISH);
    }
}
