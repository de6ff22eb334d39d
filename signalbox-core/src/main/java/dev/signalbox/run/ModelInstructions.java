package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.model.Model.Manner;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// How a model is asked: with an instruction before the conversation, or with a plan of its own first. To plan and then
/// answer is the intention chain of thought of RoutingGen, here for any request and not for code alone.
final class ModelInstructions {
    private static final String PLANNING = """
            Do not answer yet. First write down, briefly and numbered:
            1. Specification: what exactly is given, and what exactly must come out.
            2. Idea: the way from one to the other in a few steps, what it costs, and where it could go wrong.
            Write nothing else.""";

    private static final String PLANNED = """
            Above is a plan for the request before it. It may hold mistakes: follow it where it is right, and depart \
            from it where it is not. Give the complete answer to the request now, and do not speak of the plan.""";

    private ModelInstructions() {}

    static Execution instructed(Execution execution, Manner manner) {
        if (manner.instruction().isEmpty()) return execution;
        var messages = new ArrayList<Message>();
        messages.add(Message.of(Role.SYSTEM, manner.instruction().get()));
        messages.addAll(execution.request().messages());
        return execution.asking(messages);
    }

    /// Asks for the plan alone: nothing of how the client wants the answer holds for it.
    static Execution planning(Execution execution) {
        return execution.aside(followed(execution, PLANNING), OptionalDouble.empty());
    }

    static Execution planned(Execution execution, Answer plan) {
        var delimiters = Delimiters.of(execution, List.of(plan.text()));
        return execution.asking(followed(execution, delimiters.of("plan", plan.text()) + PLANNED));
    }

    private static List<Message> followed(Execution execution, String turn) {
        var messages = new ArrayList<>(execution.request().messages());
        messages.add(Message.of(Role.USER, turn));
        return messages;
    }
}
