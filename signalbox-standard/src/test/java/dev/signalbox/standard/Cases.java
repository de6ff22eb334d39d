package dev.signalbox.standard;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Request.Options;
import dev.signalbox.chat.Tool;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.signal.Moment.ReceivedMoment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// Requests, models and events to try parts on.
public final class Cases {
    private Cases() {}

    public static Model model(String id, Capability... can) {
        return new Model(
                id, "p", id, Price.of(1, 2), OptionalInt.of(1_000), Set.of(can), Optional.empty(), Model.Prior.UNKNOWN);
    }

    public static Model priced(String id, double input, double output, Model.Prior prior) {
        return new Model(id, "p", id, Price.of(input, output), OptionalInt.empty(), Set.of(), Optional.empty(), prior);
    }

    public static Request request() {
        return Request.of("r1", "auto", "What is a signal box?", Instant.MAX);
    }

    public static ReceivedMoment received(String text) {
        return new ReceivedMoment(Request.of("r1", "auto", text, Instant.MAX));
    }

    /// Turns in the form `role: text`.
    public static Request conversation(String... turns) {
        var messages = new ArrayList<Message>();
        for (var turn : turns) {
            int colon = turn.indexOf(": ");
            messages.add(Message.of(Role.valueOf(turn.substring(0, colon)), turn.substring(colon + 2)));
        }
        return request().asking(messages);
    }

    public static Request request(OptionalInt outputTokensMax, Format format, List<Tool> tools, Part... parts) {
        var message = new Message(Role.USER, List.of(parts), List.of(), Optional.empty(), Optional.empty());
        return new Request(
                "r1",
                Optional.empty(),
                "default",
                "auto",
                List.of(message),
                tools,
                new Options(outputTokensMax, 1, false, false, format),
                Request.Wishes.NONE,
                Map.of(),
                Optional.empty(),
                Map.of(),
                Instant.MAX);
    }

    public static Tool tool() {
        return new Tool("weather", Json.of("{}"));
    }

    public static Option option(String id, double quality, double costUsd) {
        return new Option(
                new Plan.Call(model(id)),
                new Estimate(new Belief(quality, 0.1), new Belief(costUsd, 0), new Belief(100, 0)));
    }

    /// A call that took `latencyMs` in all and `firstTokenMs` to its first token.
    public static Event.Called called(
            String model, String ending, double firstTokenMs, double latencyMs, int outputTokens) {
        return new Event.Called(
                "r1",
                Instant.EPOCH,
                model,
                Usage.of(10, outputTokens),
                0,
                OptionalDouble.of(firstTokenMs),
                latencyMs,
                ending,
                Optional.empty());
    }

    /// A stream that ended so, and went as far as this.
    public static Event.Called stream(String requestId, String model, String ending, Event.Called.Extremes extremes) {
        return new Event.Called(
                requestId,
                Instant.EPOCH,
                model,
                Usage.of(10, 10),
                0,
                OptionalDouble.empty(),
                1_000,
                ending,
                Optional.empty(),
                Optional.empty(),
                Optional.of(extremes));
    }

    public static Answer answer() {
        return Answer.of("It works points and signals.", Usage.of(10, 6));
    }
}
