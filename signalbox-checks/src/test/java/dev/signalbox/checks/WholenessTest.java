package dev.signalbox.checks;

import static dev.signalbox.checks.Cases.answer;
import static dev.signalbox.checks.Cases.asking;
import static dev.signalbox.checks.Cases.calling;
import static dev.signalbox.checks.Cases.fails;
import static dev.signalbox.checks.Cases.failsWith;
import static dev.signalbox.checks.Cases.find;
import static dev.signalbox.checks.Cases.isA;
import static dev.signalbox.checks.Cases.isUnknown;
import static dev.signalbox.checks.Cases.passes;

import dev.signalbox.chat.Finish;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.signal.Finding.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The checks for an answer that is there, whole and willing.
class WholenessTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", "\u200b\u2060\ufeff", "\u0000"})
    void whatShowsNothingIsEmpty(String text) {
        fails("empty", "Hello", text, "no visible character among " + text.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", ".", "👍", "0"})
    void anyCharacterIsAnAnswer(String text) {
        passes("empty", "Hello", text);
    }

    @Test
    void aToolCallIsAnAnswer() {
        isA(Verdict.PASS, find("empty", asking("Hello"), calling(new ToolCall("1", "f", "{}"))));
    }

    @Test
    void aLimitOrACutTruncates() {
        failsWith(
                "a token limit stopped it after 10 tokens",
                find("truncated", asking("?"), answer("So it", Finish.LENGTH)));
        failsWith("it was cut off", find("truncated", asking("?"), answer("So it", Finish.CUT)));
        isA(Verdict.PASS, find("truncated", asking("?"), answer("So it", Finish.OTHER)));
    }

    @Test
    void anOpenCodeBlockIsTruncated() {
        fails("truncated", "?", "So:\n```java\nint x", "opens in line 2");
        passes("truncated", "?", "So:\n```java\nint x;\n```\nDone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm sorry, but I can't help with that.",
                "I’m sorry, but I can’t assist with that request.",
                "I cannot provide instructions for that.",
                "I can't help with creating harmful content.",
                "I am unable to assist you with this.",
                "Sorry, I can't do that.",
                "Unfortunately, I cannot create images.",
                "As an AI language model, I cannot browse the internet.",
                "I must decline this request.",
                "I apologize, but I cannot fulfil this request.",
                "Thank you for asking. I cannot help with that.",
                "Es tut mir leid, aber dabei kann ich nicht helfen.",
                "Leider kann ich diese Anfrage nicht beantworten.",
                "Je suis désolé, mais je ne peux pas vous aider.",
                "Lo siento, pero no puedo ayudarte con eso.",
                "Mi dispiace, ma non posso aiutarti.",
                "Desculpe, mas não posso ajudar com isso.",
                "Het spijt me, maar ik kan je daar niet bij helpen.",
                "Przykro mi, ale nie mogę w tym pomóc.",
                "Извините, но я не могу с этим помочь.",
                "Üzgünüm, ancak bu konuda yardımcı olamam.",
                "抱歉，我无法协助处理该请求。",
                "申し訳ありませんが、そのご要望にはお応えできません。",
                "죄송하지만 그 요청은 도와드릴 수 없습니다.",
                "عذرا، لا أستطيع مساعدتك في ذلك.",
                "मुझे खेद है, मैं यह नहीं कर सकता।"
            })
    void refusalsAreKnownByTheirOpening(String opening) {
        fails("refusal", "Tell me how.", opening, "it opens with");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sorry for the confusion! Here is the list.",
                "I can help with that.",
                "The function cannot return null.",
                "I'm sorry to hear that. Have you tried turning it off?",
                "As an AI, I don't have feelings, but here is a poem.",
                "\"I can't help it,\" said the fox and ran.",
                "Once upon a time there was a man. He cannot help anybody.",
                "Unfortunately, I think the bug is in line 3."
            })
    void aSimilarOpeningIsNoRefusal(String opening) {
        passes("refusal", "Tell me how.", opening);
    }

    @Test
    void whereTheRequestSpeaksOfRefusingNobodyCanTell() {
        isUnknown(
                "refusal",
                "Rewrite more politely: I cannot help you.",
                "I'm sorry, but I can't help you with this matter.");
        isUnknown("refusal", "Hello", "");
    }
}
