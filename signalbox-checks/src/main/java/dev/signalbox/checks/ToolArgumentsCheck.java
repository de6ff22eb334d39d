package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Tool;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.checks.ToolChoice.Mode;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Finding.Verdict;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import java.util.List;

/// An answer calls tools that were offered, with arguments that follow the tool's schema; calls one where the request
/// demands it (`tool_choice`); and does not write its call into the text.
final class ToolArgumentsCheck implements Check {
    private static final List<String> MARKS = List.of("<tool_call>", "<function=", "[TOOL_CALLS]", "<|python_tag|>");

    private final OfferedTools tools;

    ToolArgumentsCheck(Schemas schemas) {
        this.tools = new OfferedTools(schemas);
    }

    @Override
    public String name() {
        return "tool_arguments";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        var calls = answer.choices().getFirst().toolCalls();
        var choice = ToolChoice.of(request);
        if (calls.isEmpty()) return withoutCalls(request, answer, choice);
        if (Cuts.byClient(request, answer)) return unknown("the client's own token limit ended it");
        var found = Finding.pass(name(), Reason.TOOL_ARGUMENTS);
        for (var call : calls) {
            var one = of(request, call, choice);
            if (one.failed()) return one;
            if (one.verdict() == Verdict.UNKNOWN) found = one;
        }
        return found;
    }

    private Finding withoutCalls(Request request, Answer answer, ToolChoice choice) {
        boolean offered = !OfferedTools.areNone(request) || request.fields().containsKey("functions");
        if (!offered || choice.mode() == Mode.MUST_NOT) return unknown("no tool is called");
        if (isWritten(request, answer)) return failed("a call is written into the text");
        if (choice.mode() == Mode.MAY || Cuts.byClient(request, answer) || answer.finish() == Finish.FILTERED) {
            return unknown("no tool is called");
        }
        return failed(choice.name()
                .map("the request demands a call of `%s`, and there is none"::formatted)
                .orElse("the request demands a call of a tool, and there is none"));
    }

    /// A bare piece of JSON or Python is a call only where it names a tool that was offered.
    private static boolean isWritten(Request request, Answer answer) {
        var text = answer.text();
        for (var mark : MARKS) {
            if (text.contains(mark) && !RequestedForm.of(request).contains(mark)) return true;
        }
        return request.options().format() == Format.TEXT
                && WrittenCalls.in(text)
                        .filter(written -> written.calls().stream()
                                .allMatch(call ->
                                        OfferedTools.named(request, call.name()).isPresent()))
                        .isPresent();
    }

    private Finding of(Request request, ToolCall call, ToolChoice choice) {
        return switch (tools.of(request, call)) {
            case OfferedTools.Outcome.NotOffered() -> {
                var names = request.tools().stream().map(Tool::name).toList();
                yield Finding.fail(
                        name(),
                        Reason.UNKNOWN_TOOL,
                        "`%s` was not offered; there are %s".formatted(call.name(), names));
            }
            case OfferedTools.Outcome.WrongArguments(var how) -> failed("`%s`: %s".formatted(call.name(), how));
            case OfferedTools.Outcome.UnclearTool(var why) ->
                unknown("the schema of tool `%s` cannot be used: %s".formatted(call.name(), why));
            case OfferedTools.Outcome.Fits() ->
                choice.name().filter(name -> !name.equals(call.name())).isPresent()
                        ? failed("`%s` is called, and the request demands `%s`"
                                .formatted(call.name(), choice.name().get()))
                        : Finding.pass(name(), Reason.TOOL_ARGUMENTS);
        };
    }

    private Finding failed(String evidence) {
        return Finding.fail(name(), Reason.TOOL_ARGUMENTS, evidence);
    }

    private Finding unknown(String why) {
        return Finding.unknown(name(), Reason.TOOL_ARGUMENTS, why);
    }
}
