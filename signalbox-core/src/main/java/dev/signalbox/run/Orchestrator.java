package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Answer.Choice;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Request.Options;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.Tool;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Policy.Orchestrate;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.run.OrchestratorCall.Wanted;
import dev.signalbox.run.Runner.Carrying;
import dev.signalbox.run.Runner.Result;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Lets a model think, ask others what it wants to know, and then answer (Router-R1, arXiv 2506.09033), with a model
/// that was not trained for it. The tool `call_model` is the only way to ask. A model that is not there, a call that
/// fails and a call that can't be read are all answered `None`, as the paper has it, so that the leader goes on.
///
/// The client hears the last turn alone. A request that brings tools of its own is the leader's to answer without help:
/// two kinds of tool calls in one conversation could not be told apart by the client.
/// When the leader is down or does not come to an end, the others are asked the request itself, in turn.
record Orchestrator(Carrying plans, Journal journal, InstantSource clock) {
    /// An answer is cut here; a token is about four letters.
    static final int HEARD_LETTERS_MAX = 4 * 600;

    private static final int ANSWER_TOKENS_MAX = 512;
    private static final String NONE = "None";
    private static final String DEFINITION = """
            {"type":"function","function":{"name":"call_model","description":"Asks another model one question.",\
            "parameters":{"type":"object","properties":{\
            "name":{"type":"string","description":"The model's name."},\
            "query":{"type":"string","description":"The question. The model sees nothing else."}},\
            "required":["name","query"],"additionalProperties":false}}}""";

    Result run(Orchestrate led, int callsMax, Execution execution, Sink sink)
            throws ProviderException, InterruptedException {
        if (!execution.request().tools().isEmpty()) {
            var everybody = new ArrayList<Plan>(List.of(new Call(led.leader())));
            everybody.addAll(others(led));
            return plans.carryOut(Cascade.inTurn(everybody), execution, sink);
        }
        var messages = new ArrayList<Message>();
        messages.add(Message.of(Role.SYSTEM, instruction(led, callsMax)));
        messages.addAll(execution.request().messages());
        int calls = 0;
        while (true) {
            boolean last = calls >= callsMax;
            var held = new HeldSink(sink, true);
            Result result;
            try {
                result = plans.carryOut(new Call(led.leader()), turn(execution, messages, last), held);
            } catch (ProviderException down) {
                return withoutLeader(led, down, execution, sink);
            }
            var wanted = OrchestratorCall.in(result.answer());
            if (wanted.isEmpty()) {
                held.release();
                return result;
            }
            if (last) {
                var endless = new ProviderException(
                        Kind.REJECTED, "The leading model still wants to ask others instead of answering.");
                return withoutLeader(led, endless, execution, sink);
            }
            messages.add(said(result.answer()));
            for (var want : wanted) {
                messages.add(heard(want, calls < callsMax ? ask(led, want, execution) : NONE));
                calls++;
            }
        }
    }

    private Result withoutLeader(Orchestrate led, ProviderException failed, Execution execution, Sink sink)
            throws ProviderException, InterruptedException {
        var others = others(led);
        if (others.isEmpty() || !failed.anotherModelMayHelp()) throw failed;
        var finding = Finding.fail("leader", Reason.EMPTY, "it gave no answer; the others are asked in turn");
        journal.append(new Event.Judged(
                execution.request().id(),
                clock.instant(),
                Optional.of(led.leader().id()),
                Optional.of("leader"),
                false,
                List.of(finding)));
        return plans.carryOut(Cascade.inTurn(others), execution, sink);
    }

    private static List<Plan> others(Orchestrate led) {
        return led.callable().stream()
                .filter(model -> !model.id().equals(led.leader().id()))
                .<Plan>map(Call::new)
                .toList();
    }

    private static String instruction(Orchestrate led, int callsMax) {
        return led.callable().stream()
                .map(model -> "- `%s`: $%s for a million tokens of answer"
                        .formatted(model.id(), model.price().output()))
                .collect(Collectors.joining(
                        "\n",
                        "Think about what you need to know to answer well. What you are not certain of you may ask"
                                + " other models, one question at a time, with the tool `call_model`: at most %d times. They see your question and nothing else, and they can be wrong. Ask only where it helps; then answer the user yourself, who sees nothing but your last answer.\nThe models:\n"
                                        .formatted(callsMax),
                        ""));
    }

    /// The leader's next turn: the client's wishes hold, and its only tool is ours.
    private static Execution turn(Execution execution, List<Message> messages, boolean last) {
        var request = execution.request();
        var fields = new LinkedHashMap<>(request.fields());
        for (var ours : List.of("tools", "tool_choice", "parallel_tool_calls", "functions", "function_call")) {
            fields.remove(ours);
        }
        if (last) fields.put("tool_choice", Json.of("\"none\""));
        var tool = new Tool(OrchestratorCall.TOOL, Json.of(DEFINITION));
        return with(execution, messages, List.of(tool), request.options(), fields);
    }

    private String ask(Orchestrate led, Wanted want, Execution execution) throws InterruptedException {
        var model = led.callable().stream()
                .filter(one -> want.model().equals(Optional.of(one.id())))
                .findFirst();
        if (model.isEmpty()) return NONE;
        var question = List.of(
                Message.of(
                        Role.SYSTEM,
                        "Answer briefly and helpfully. Where you do not know, say that other models should be asked."),
                Message.of(Role.USER, want.query()));
        var options = new Options(OptionalInt.of(ANSWER_TOKENS_MAX), 1, false, false, Format.TEXT);
        try {
            var errandOfOne = with(execution, question, List.of(), options, Map.of());
            var text = plans.carryOut(new Call(model.get()), errandOfOne, Sink.NONE)
                    .answer()
                    .text();
            return text.length() <= HEARD_LETTERS_MAX ? text : text.substring(0, HEARD_LETTERS_MAX) + " …";
        } catch (ProviderException failed) {
            return NONE;
        }
    }

    private static Execution with(
            Execution execution, List<Message> messages, List<Tool> tools, Options options, Map<String, Json> fields) {
        var of = execution.request();
        var request = new Request(
                of.id(),
                of.parent(),
                of.tenant(),
                of.model(),
                messages,
                tools,
                options,
                of.wishes(),
                fields,
                Optional.empty(),
                of.tags(),
                of.headers(),
                of.deadline());
        return execution.asking(request);
    }

    private static Message said(Answer answer) {
        Choice choice = answer.choices().getFirst();
        List<Part> parts = choice.text().isEmpty() ? List.of() : List.of(new Part.Text(choice.text()));
        return new Message(Role.ASSISTANT, parts, choice.toolCalls(), Optional.empty(), Optional.empty());
    }

    private static Message heard(Wanted want, String text) {
        if (want.callId().isEmpty()) {
            return Message.of(Role.USER, "<information>%s</information>".formatted(text));
        }
        return new Message(Role.TOOL, List.of(new Part.Text(text)), List.of(), want.callId(), Optional.empty());
    }
}
