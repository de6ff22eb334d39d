package dev.signalbox.standard.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageSensorTest {
    private static Signals of(String text) {
        var known = Signals.of(TextSensor.TEXT.of(text));
        return known.with(new LanguageSensor().sense(Cases.received(text), known));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Which of these models should answer this question, and why?|en",
                "Welches dieser Modelle soll diese Frage beantworten, und warum?|de",
                "Lequel de ces modèles doit répondre à cette question, et pourquoi ?|fr",
                "¿Cuál de estos modelos debería responder a esta pregunta y por qué?|es",
                "Какая из этих моделей должна ответить на этот вопрос и почему?|ru",
                "これらのモデルのうち、どれがこの質問に答えるべきですか。|ja",
                "这些模型中哪一个应该回答这个问题，为什么？|zh",
                "이 모델들 중 어느 것이 이 질문에 답해야 합니까?|ko",
                "أي من هذه النماذج يجب أن يجيب على هذا السؤال ولماذا؟|ar",
                "इनमें से कौन सा मॉडल इस प्रश्न का उत्तर दे और क्यों?|hi"
            })
    void aSentencesLanguageIsTold(String text, String language) {
        var signals = of(text);
        assertThat(signals.get(LanguageSensor.LANGUAGE)).contains(language);
        assertThat(signals.get(LanguageSensor.LANGUAGE_CONFIDENCE).orElseThrow())
                .isBetween(LanguageDetector.CONFIDENCE_MIN, 1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ok", "hi there", "1 + 2 = 3", "?", "```\nint x = 5;\n```"})
    void whatIsTooShortToTellIsNotGuessed(String text) {
        assertThat(of(text).get(LanguageSensor.LANGUAGE)).isEmpty();
    }

    @Test
    void fencedCodeIsNotRead() {
        var text = "```\n" + "return the value of this function when it is known\n".repeat(5)
                + "```\nWas macht diese Funktion, und warum ist sie so langsam?";
        assertThat(of(text).get(LanguageSensor.LANGUAGE)).contains("de");
    }
}
