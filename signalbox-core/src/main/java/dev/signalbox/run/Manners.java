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
final class Manners {
    private static final String PLANNING = """
            Do not answer yet. First write down, briefly and numbered:
            1. Specification: what exactly is given, and what exactly must come out.
            2. Idea: the way from one to the other in a few steps, what it costs, and where it could go wrong.
            Write nothing else.""";

    private static final String PLANNED = """
            Above is a plan for the request before it. It may hold mistakes: follow it where it is right, and depart \
            from it where it is not. Give the complete answer to the request now, and do not speak of the plan.""";

    private Manners() {}

    static Errand instructed(Errand errand, Manner manner) {
        if (manner.instruction().isEmpty()) return errand;
        var messages = new ArrayList<Message>();
        messages.add(Message.of(Role.SYSTEM, manner.instruction().get()));
        messages.addAll(errand.request().messages());
        return errand.asking(messages);
    }

    /// Asks for the plan alone: nothing of how the client wants the answer holds for it.
    static Errand planning(Errand errand) {
        return errand.aside(followed(errand, PLANNING), OptionalDouble.empty());
    }

    static Errand planned(Errand errand, Answer plan) {
        var quote = Quote.of(errand, List.of(plan.text()));
        return errand.asking(followed(errand, quote.of("plan", plan.text()) + PLANNED));
    }

    private static List<Message> followed(Errand errand, String turn) {
        var messages = new ArrayList<>(errand.request().messages());
        messages.add(Message.of(Role.USER, turn));
        return messages;
    }
}
