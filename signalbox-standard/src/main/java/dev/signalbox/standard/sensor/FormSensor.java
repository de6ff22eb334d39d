package dev.signalbox.standard.sensor;

import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.List;

/// The form of the routable text: code, mathematics, tables, what is asked, in which script. Told by marks and English
/// words, without a model and without regular expressions, so its time grows with the text and no faster. It is a
/// hint, quick and often right; a condition that must not be wrong should not rest on it alone.
public final class FormSensor implements Sensor<ReceivedMoment> {
    public static final SignalKey<Boolean> CODE = SignalKey.flag("code");
    /// The programming language, as one of a closed list; absent where it does not show.
    public static final SignalKey<String> CODE_LANGUAGE = SignalKey.label("code_language");
    public static final SignalKey<Boolean> MATH = SignalKey.flag("math");
    public static final SignalKey<Boolean> TABLE = SignalKey.flag("table");
    public static final SignalKey<Boolean> JSON = SignalKey.flag("json");
    public static final SignalKey<Boolean> URL = SignalKey.flag("url");
    /// Two answers or more are lettered in order.
    public static final SignalKey<Boolean> MULTIPLE_CHOICE = SignalKey.flag("multiple_choice");
    /// `what`, `why`, `how`, `which`, `who`, `when`, `where`, `yes_no`, `other`, `instruction` or `none`.
    public static final SignalKey<String> QUESTION = SignalKey.label("question");
    /// The verb that the text begins with, as one of a closed list (`write`, `translate`, …); absent where there is
    /// none.
    public static final SignalKey<String> INSTRUCTION = SignalKey.label("instruction");
    /// "Step by step", "carefully" and their like.
    public static final SignalKey<Boolean> STEP_BY_STEP = SignalKey.flag("step_by_step");
    /// "Explain why", "justify", "show your work" and their like.
    public static final SignalKey<Boolean> REASONS_WANTED = SignalKey.flag("reasons_wanted");
    /// The script of most letters: `latin`, `cyrillic`, `han`, `kana`, …; absent where there are no letters.
    public static final SignalKey<String> SCRIPT = SignalKey.label("script");
    /// Some letters are of another script than Latin.
    public static final SignalKey<Boolean> NON_LATIN = SignalKey.flag("non_latin");

    static final List<SignalKey<?>> KEYS = List.of(
            CODE,
            CODE_LANGUAGE,
            MATH,
            TABLE,
            JSON,
            URL,
            MULTIPLE_CHOICE,
            QUESTION,
            INSTRUCTION,
            STEP_BY_STEP,
            REASONS_WANTED,
            SCRIPT,
            NON_LATIN);

    @Override
    public String name() {
        return "form";
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        var text = known.find(TextSensor.TEXT);
        if (text == null) return List.of();
        var signals = new ArrayList<Signal<?>>(KEYS.size());
        var code = CodeForm.of(text);
        signals.add(CODE.of(code.present()));
        code.language().ifPresent(language -> signals.add(CODE_LANGUAGE.of(language)));
        signals.add(MATH.of(MathForm.isIn(text, code.present())));
        signals.add(TABLE.of(TextForm.hasTable(text)));
        signals.add(JSON.of(TextForm.hasJson(text)));
        signals.add(URL.of(TextForm.hasUrl(text)));
        signals.add(MULTIPLE_CHOICE.of(LetteredAnswers.areIn(text)));
        var question = QuestionForm.of(text);
        signals.add(QUESTION.of(question.kind()));
        question.instruction().ifPresent(verb -> signals.add(INSTRUCTION.of(verb)));
        var phrases = Phrases.of(text);
        signals.add(STEP_BY_STEP.of(phrases.stepByStep()));
        signals.add(REASONS_WANTED.of(phrases.reasons()));
        var script = ScriptForm.of(text);
        script.script().ifPresent(name -> signals.add(SCRIPT.of(name)));
        signals.add(NON_LATIN.of(script.foreign()));
        return signals;
    }
}
