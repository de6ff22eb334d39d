package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import dev.signalbox.standard.sensor.LanguageSensor;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// An answer is in the language that was asked for by name, or else in the language of the question.
///
/// The answer is looked at in its beginning, middle and end. It fails only where most of these places are surely in
/// another language and none is in the expected one: a quotation or a foreign name is no change of language.
final class LanguageCheck implements Check {
    /// From here on the detector was right in 99 % of the cases.
    private static final double CONFIDENCE_MIN = 0.56;

    private static final int LETTERS_MIN = 48;
    private static final int PLACES = 3;
    private static final int CLOSING_CHARS = 60;
    /// Above this the answer is looked at in several places.
    private static final int LETTERS_LONG = 300;

    /// Too near to each other to be told apart by the detector.
    private static final List<Set<String>> KIN = List.of(
            Set.of("hr", "sr", "sl"),
            Set.of("no", "da", "sv"),
            Set.of("id", "ms", "tl"),
            Set.of("cs", "sk"),
            Set.of("ru", "uk", "be", "bg", "mk", "sr"),
            Set.of("es", "ca", "pt"),
            Set.of("az", "tr", "uz"),
            Set.of("hi", "mr", "ne"),
            Set.of("fa", "ur", "ar"));

    @Override
    public String name() {
        return "language";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        var prose = Prose.of(answer.text());
        if (Prose.letters(prose) < LETTERS_MIN) return unknown("the answer has too little prose");
        var expected = expected(request);
        if (expected.isEmpty()) return unknown("the request does not tell which language it wants");
        var got = places(prose);
        if (got.isEmpty()) return unknown("the answer's language is not sure");
        if (got.stream().anyMatch(tag -> areNear(tag, expected.get()))) return Finding.pass(name(), Reason.LANGUAGE);
        if (new HashSet<>(got).size() > 1) return unknown("the answer's language is not sure");
        return Finding.fail(
                name(),
                Reason.LANGUAGE,
                "expected %s, got %s: %s"
                        .formatted(
                                LanguageNames.of(expected.get()),
                                LanguageNames.of(got.getFirst()),
                                Excerpt.of(prose.strip())));
    }

    private static Optional<String> expected(Request request) {
        var asked = new HashSet<String>();
        for (var wish : RequestedForm.wishes(request)) asked.addAll(LanguageNames.askedIn(wish));
        if (asked.size() == 1) return Optional.of(asked.iterator().next());
        if (!asked.isEmpty() || LanguageNames.areNamedIn(RequestedForm.of(request))) return Optional.empty();
        var question = Prose.of(RequestedForm.lastQuestion(request));
        if (Prose.letters(question) < LETTERS_MIN) return Optional.empty();
        var languages = new HashSet<>(places(question));
        if (languages.size() != 1) return Optional.empty();
        // Who shows a text in another language asks before it or after it, and wants the answer in the question's.
        tag(question.substring(0, openingEnd(question))).ifPresent(languages::add);
        tag(question.substring(wordStart(question, Math.max(0, question.length() - CLOSING_CHARS))))
                .ifPresent(languages::add);
        return languages.size() == 1 ? Optional.of(languages.iterator().next()) : Optional.empty();
    }

    /// The languages that are sure, of the beginning and, where the text is long, of the middle and the end.
    private static List<String> places(String prose) {
        int places = Prose.letters(prose) < LETTERS_LONG ? 1 : PLACES;
        return IntStream.range(0, places)
                .mapToObj(place -> prose.substring(wordStart(prose, (int) ((long) prose.length() * place / places))))
                .flatMap(text -> tag(text).stream())
                .toList();
    }

    private static Optional<String> tag(String text) {
        return LanguageSensor.read(text)
                .filter(found -> found.confidence() >= CONFIDENCE_MIN)
                .map(LanguageSensor.Language::tag);
    }

    /// Where the first line ends, or what a colon announces begins.
    private static int openingEnd(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) != ':' && text.charAt(at) != '\n') at++;
        return at;
    }

    private static int wordStart(String text, int at) {
        int start = at;
        while (start > 0 && start < text.length() && Character.isLetter(text.charAt(start))) start++;
        return start;
    }

    private static boolean areNear(String one, String other) {
        return one.equals(other) || KIN.stream().anyMatch(kin -> kin.contains(one) && kin.contains(other));
    }

    private Finding unknown(String why) {
        return Finding.unknown(name(), Reason.LANGUAGE, why);
    }
}
