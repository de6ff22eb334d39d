package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;

/// An answer says something or calls a tool.
final class EmptyCheck implements Check {
    @Override
    public String name() {
        return "empty";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        var choice = answer.choices().getFirst();
        if (!choice.toolCalls().isEmpty() || choice.text().codePoints().anyMatch(EmptyCheck::isVisible)) {
            return Finding.pass(name(), Reason.EMPTY);
        }
        return Finding.fail(
                name(),
                Reason.EMPTY,
                "no visible character among %d, and no tool call"
                        .formatted(choice.text().length()));
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
