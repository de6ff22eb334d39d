package dev.signalbox.standard.sensor;

import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.List;
import java.util.Optional;

/// The natural language of the routable text, as far as its first 64 letters outside of code tell: enough for the
/// detector, and short, because its time grows with the letters.
public final class LanguageSensor implements Sensor<ReceivedMoment> {
    /// A BCP 47 tag such as `en`, `de` or `zh`; absent where the text is too short or could be of several languages.
    public static final SignalKey<String> LANGUAGE = SignalKey.label("language");
    /// From 0.5 (another language is as likely) to 1; 0.6 is already sure.
    public static final SignalKey<Double> LANGUAGE_CONFIDENCE = SignalKey.score("language_confidence");

    static final List<SignalKey<?>> KEYS = List.of(LANGUAGE, LANGUAGE_CONFIDENCE);

    private static final int LETTERS_MAX = 64;
    private static final int LETTERS_MIN = 10;
    /// Where a character is a syllable or a word, a few of them tell.
    private static final int FOREIGN_LETTERS_MIN = 3;

    /// The detector's model takes a second and 33 MB, so it is loaded when the first text is read.
    private static final class Loaded {
        static final LanguageDetector DETECTOR = LanguageDetector.load();
    }

    @Override
    public String name() {
        return "language";
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        var text = known.find(TextSensor.TEXT);
        if (text == null) return List.of();
        return read(text)
                .<List<Signal<?>>>map(
                        found -> List.of(LANGUAGE.of(found.tag()), LANGUAGE_CONFIDENCE.of(found.confidence())))
                .orElseGet(List::of);
    }

    /// A language and how sure the detector is of it.
    public record Language(String tag, double confidence) {}

    /// The language of any text, by the same rules.
    public static Optional<Language> read(String text) {
        var letters = letters(text);
        if (!tells(letters)) return Optional.empty();
        var found = Loaded.DETECTOR.detect(letters);
        if (found.confidence() < LanguageDetector.CONFIDENCE_MIN) return Optional.empty();
        return Optional.of(new Language(found.language(), found.confidence()));
    }

    /// The language of a text, as far as its first letters outside of code tell; absent where they do not, or the
    /// detector is less sure.
    ///
    /// @param confidenceMin 0.5..1, see [#LANGUAGE_CONFIDENCE]
    public static Optional<String> language(String text, double confidenceMin) {
        var letters = letters(text);
        if (!tells(letters)) return Optional.empty();
        var found = Loaded.DETECTOR.detect(letters);
        return found.confidence() < confidenceMin ? Optional.empty() : Optional.of(found.language());
    }

    private static boolean tells(String letters) {
        if (letters.length() >= LETTERS_MIN) return true;
        int foreign = 0;
        for (int i = 0; i < letters.length(); i++) {
            if (letters.charAt(i) > '\u02ff') foreign++;
        }
        return foreign >= FOREIGN_LETTERS_MIN;
    }

    /// The first letters outside of fenced code, small, their words a space apart.
    private static String letters(String text) {
        var letters = new StringBuilder(LETTERS_MAX);
        boolean fenced = false;
        boolean space = false;
        for (int at = 0; at < text.length() && letters.length() < LETTERS_MAX; at++) {
            char c = text.charAt(at);
            if (c == '`' && text.startsWith("```", at)) {
                fenced = !fenced;
                at += 2;
            }
            if (fenced) continue;
            // A mark belongs to its letter: many scripts write their vowels so.
            if (Character.isLetter(c)
                    || (Character.getType(c) == Character.COMBINING_SPACING_MARK)
                    || Character.getType(c) == Character.NON_SPACING_MARK) {
                if (space && !letters.isEmpty()) letters.append(' ');
                letters.append(Character.toLowerCase(c));
                space = false;
            } else space = true;
        }
        return letters.toString();
    }
}
