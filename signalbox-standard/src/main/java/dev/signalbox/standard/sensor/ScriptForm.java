package dev.signalbox.standard.sensor;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The scripts a text is written in.
///
/// @param script the script of most letters by its Unicode name (`latin`, `cyrillic`, `han`, …), `kana` for both
///     Japanese syllabaries; empty where there are no letters
/// @param foreign whether some letters are of another script than Latin
record ScriptForm(Optional<String> script, boolean foreign) {
    /// Enough letters to tell: asking for a character's script is a search in a table.
    private static final int LETTERS_MAX = 256;

    static ScriptForm of(String text) {
        int latin = 0;
        int others = 0;
        Map<UnicodeScript, Integer> scripts = null;
        for (int at = 0; at < text.length() && others < LETTERS_MAX; at++) {
            char c = text.charAt(at);
            if (c < 128) {
                if (WordTable.isLetter(c)) latin++;
                continue;
            }
            int point = text.codePointAt(at);
            if (point > 0xFFFF) at++;
            if (!Character.isLetter(point)) continue;
            var script = UnicodeScript.of(point);
            if (script == UnicodeScript.LATIN) latin++;
            else {
                if (scripts == null) scripts = new EnumMap<>(UnicodeScript.class);
                scripts.merge(name(script), 1, Integer::sum);
                others++;
            }
        }
        return scripts == null
                ? new ScriptForm(latin == 0 ? Optional.empty() : Optional.of("latin"), false)
                : new ScriptForm(Optional.of(most(scripts, latin)), true);
    }

    private static UnicodeScript name(UnicodeScript script) {
        return script == UnicodeScript.KATAKANA ? UnicodeScript.HIRAGANA : script;
    }

    private static String most(Map<UnicodeScript, Integer> scripts, int latin) {
        int most = latin;
        var name = "latin";
        for (var script : scripts.entrySet()) {
            if (script.getValue() <= most) continue;
            most = script.getValue();
            name = script.getKey() == UnicodeScript.HIRAGANA
                    ? "kana"
                    : script.getKey().name().toLowerCase(Locale.ROOT);
        }
        return name;
    }
}
