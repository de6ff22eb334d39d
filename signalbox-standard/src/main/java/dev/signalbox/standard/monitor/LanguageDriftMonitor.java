package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.LanguageSensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether an answer is in another language than the question, or turns to one. It is judged each time that there are
/// letters enough, code and formulae aside; a question that speaks of languages may be answered in any.
///
/// One passage in another language is no drift: it may be a quotation, or a list of names. Two in a row are, and in a
/// short answer a single one is where no other could be told.
///
/// The detector takes as long as all other monitors for a hundred deltas, so it is not asked each time: not
/// where enough of the words are such as every text of the language is full of, and after the beginning of
/// an answer in the right language for one passage of several only. A drift lasts, and is found a little
/// later.
public final class LanguageDriftMonitor implements Monitor {
    public static final String NAME = "language_drift";

    /// As many as the detector looks at.
    private static final int LETTERS = 64;
    /// Where the detector is this sure it is hardly ever wrong.
    private static final double CONFIDENCE_MIN = 0.6;

    /// What a question says that may want an answer in another language, in small letters.
    private static final List<String> ABOUT_LANGUAGES = List.of(
            "translat",
            "übersetz",
            "traduc",
            "traduz",
            "tradui",
            "перев",
            "翻译",
            "翻譯",
            "翻訳",
            "번역",
            "language",
            "sprache",
            "idioma",
            "langue",
            "lingua",
            "язык",
            "语言",
            "言語",
            "english",
            "englisch",
            "anglais",
            "inglés",
            "inglese",
            "german",
            "deutsch",
            "allemand",
            "alemán",
            "tedesco",
            "french",
            "französisch",
            "français",
            "francés",
            "spanish",
            "spanisch",
            "español",
            "italian",
            "portugu",
            "dutch",
            "russian",
            "русск",
            "chinese",
            "中文",
            "英语",
            "japanese",
            "日本語",
            "korean",
            "한국어",
            "arabic",
            "hindi",
            "latin",
            "greek",
            "hebrew",
            "polish",
            "turkish",
            "swedish",
            "danish",
            "norwegian",
            "finnish",
            "czech",
            "ukrainian",
            "vietnamese",
            "thai",
            "indonesian",
            "swahili");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        var language = known.find(LanguageSensor.LANGUAGE);
        var confidence = known.find(LanguageSensor.LANGUAGE_CONFIDENCE);
        if (language == null || confidence == null || confidence < CONFIDENCE_MIN) return Watch.NOTHING;
        return new Reading(request, language);
    }

    /// Of an answer in the right language so many passages are looked at in any case, and of the others one in so many.
    private static final int BEGINNING = 3;
    private static final int EVERY = 8;

    /// Where one word in so many is a usual one there is no doubt.
    private static final int COMMON_SHARE = 8;

    /// The hashes, in order, of words that every text of a language is full of and the other languages here
    /// do not have: `de` would be French, Spanish, Portuguese and Dutch.
    private static final Map<String, int[]> COMMON_WORDS = ownWords(Map.of(
            "en",
                    "the of and to a in that it for is as with are be on this by or from you an at we not can if was were"
                            + " have has which will would they there their your but these when how what each",
            "de",
                    "der die das und in ist den von zu mit sich ein eine einen einer an nicht auf für im dem des auch als"
                            + " werden wird sind oder wie bei aus nach wenn sie wir kann durch dass so",
            "fr",
                    "le la les de des et est une un du en que dans pour pas sur au ce par avec plus sont ne on vous nous"
                            + " aux cette ces peut être qui ont mais comme leur votre elle ou se",
            "es",
                    "el la los las de y que en es un una por con para no se del al su más son este está pero sus muy"
                            + " también puede esta hay desde cuando cada sin si lo como entre",
            "it",
                    "il la le di che e è un una in per non con del sono della al più gli nel alla dei delle anche questo"
                            + " questa può essere ci chi degli dalla si se ma tra come",
            "pt",
                    "o a os as de e que em um uma por com para não se da do no na ao mais são ou dos das pelo pela também"
                            + " você seu sua isso este está entre quando até como",
            "nl",
                    "de het een en van in is op te dat die voor met zijn niet aan er om als ook bij worden dit naar of"
                            + " wordt kan deze u je door uit over maar heeft so"));

    private static Map<String, int[]> ownWords(Map<String, String> words) {
        var owners = new HashMap<String, Integer>();
        words.values().forEach(all -> {
            for (var word : all.split(" ")) owners.merge(word, 1, Integer::sum);
        });
        var own = new HashMap<String, int[]>();
        words.forEach((language, all) -> own.put(
                language,
                Arrays.stream(all.split(" "))
                        .filter(word -> owners.getOrDefault(word, 0) == 1)
                        .mapToInt(String::hashCode)
                        .sorted()
                        .toArray()));
        return Map.copyOf(own);
    }

    private static final class Reading implements Watch {
        private final Request request;
        private final String asked;
        private final int[] common;
        private final Prose prose = new Prose();
        private final StringBuilder text = new StringBuilder();
        private int letters;
        private int word;
        private int words;
        private int commonWords;
        private int passages;
        private boolean asAsked;
        private String before = "";

        Reading(Request request, String asked) {
            this.request = request;
            this.asked = asked;
            this.common = COMMON_WORDS.getOrDefault(asked, new int[0]);
        }

        @Override
        public @Nullable Finding heard(Delta delta) {
            var said = delta.text();
            @Nullable Finding finding = null;
            for (int i = 0; i < said.length(); i++) {
                char c = said.charAt(i);
                if (!prose.reads(c)) continue;
                text.append(c);
                if (Character.isLetter(c)) {
                    letters++;
                    // As of a string.
                    word = 31 * word + Character.toLowerCase(c);
                    // Not every script has spaces.
                    if (letters < 4 * LETTERS) continue;
                }
                if (word == 0) continue;
                words++;
                if (Arrays.binarySearch(common, word) >= 0) commonWords++;
                word = 0;
                if (letters < LETTERS) continue;
                var drift = judge();
                if (finding == null) finding = drift;
            }
            return finding;
        }

        private @Nullable Finding judge() {
            var language = passage();
            // What could be of any language tells nothing.
            if (language.isEmpty()) return null;
            boolean again = language.equals(before);
            before = language;
            if (!language.equals(asked)) return again ? drift(language) : null;
            asAsked = true;
            return null;
        }

        /// The language of what was said since the last passage; empty where that is not sure.
        private String passage() {
            boolean usual = commonWords * COMMON_SHARE >= words;
            var language = usual ? asked : isDue() ? detected() : "";
            text.setLength(0);
            letters = 0;
            words = 0;
            commonWords = 0;
            return language;
        }

        private boolean isDue() {
            passages++;
            return passages <= BEGINNING || passages % EVERY == 0 || !before.equals(asked);
        }

        private String detected() {
            return LanguageSensor.language(text.toString(), CONFIDENCE_MIN).orElse("");
        }

        @Override
        public @Nullable Finding ended() {
            return asAsked || before.isEmpty() ? null : drift(before);
        }

        private @Nullable Finding drift(String language) {
            return isAboutLanguages()
                    ? null
                    : Finding.fail(
                            NAME, Reason.LANGUAGE, "it is in `%s`, the question in `%s`".formatted(language, asked));
        }

        private boolean isAboutLanguages() {
            return request.messages().stream()
                    .map(message -> message.text().toLowerCase(Locale.ROOT))
                    .anyMatch(words -> ABOUT_LANGUAGES.stream().anyMatch(words::contains));
        }
    }
}
