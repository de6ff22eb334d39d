package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Answer.Choice;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import java.util.List;
import java.util.Optional;

/// A part of an answer that can be judged, and asked for again, by itself.
///
/// @param name tells it apart: its kind and its number among them, such as `code 1`
/// @param text with the empty lines around it, so that an answer's pieces one after the other are its text
/// @param finish why the answer ended, of its last piece
record AnswerPart(Kind kind, String name, String text, List<ToolCall> toolCalls, Finish finish) {
    enum Kind {
        /// Text for people.
        PROSE,
        /// A fenced block.
        CODE,
        /// JSON that stands in the text without a fence.
        JSON,
        /// One of several numbered answers.
        ITEM,
        /// All calls of tools.
        TOOLS
    }

    /// An answer that is this piece and nothing else.
    Answer alone() {
        return new Answer(List.of(new Choice(0, text, toolCalls, finish)), Usage.NONE, Optional.empty());
    }

    /// The same place in the answer, with what another model said there.
    ///
    /// A model that was asked for one part may say more than that: of several kinds only the one that was
    /// asked for is taken. Code that came without a fence gets the old one's.
    AnswerPart saying(Answer answer) {
        var choice = answer.choices().getFirst();
        if (kind == Kind.TOOLS) return new AnswerPart(kind, name, text, choice.toolCalls(), choice.finish());
        var fitting = fitting(answer);
        var body = fitting.isBlank() ? choice.text() : fitting;
        if (kind == Kind.CODE && fitting.isBlank()) body = fenced(body.strip());
        var start = text.substring(0, text.length() - text.stripLeading().length());
        var end = text.substring(text.stripTrailing().length());
        return new AnswerPart(kind, name, start + body.strip() + end, List.of(), choice.finish());
    }

    private String fitting(Answer answer) {
        var said = new StringBuilder();
        for (var answerPart : AnswerParts.of(answer)) {
            boolean fits =
                    switch (kind) {
                        case CODE, JSON -> answerPart.kind() == kind;
                        case PROSE, ITEM -> answerPart.kind() == Kind.PROSE || answerPart.kind() == Kind.ITEM;
                        case TOOLS -> false;
                    };
            if (fits) said.append(answerPart.text());
        }
        return said.toString();
    }

    private String fenced(String code) {
        var lines = text.strip().lines().toList();
        var fence = lines.getFirst().replaceFirst("[^`~].*", "");
        return lines.getFirst() + "\n" + code + "\n" + fence;
    }
}
