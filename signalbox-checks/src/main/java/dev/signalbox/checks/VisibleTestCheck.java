package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.checks.Examples.Example;
import dev.signalbox.checks.PythonSandbox.Limits;
import dev.signalbox.checks.PythonSandbox.Outcome;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import dev.signalbox.standard.check.Fences;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The Python code of an answer gives what the literal examples of its prompt say ([Examples]), run in a
/// [PythonSandbox].
///
/// It runs code that a model wrote, so it is off unless the settings name it. Nothing that the code prints, raises or
/// returns becomes evidence: that says in our own words which example failed, and how. Code that knows the examples can
/// give their values without computing anything, as code that is written for a test always can.
final class VisibleTestCheck implements Check {
    private static final Set<String> TAGS = Set.of("python", "py", "python3", "");
    private static final int CODE_CHARS_MAX = 100_000;
    private static final int KILLED = 9;
    private static final int CPU_TIME_SPENT = 24;

    private final PythonSandbox sandbox;
    private final Limits limits;
    private final Semaphore turns;

    VisibleTestCheck(PythonSandbox sandbox, Checks.Sandbox options) {
        this.sandbox = sandbox;
        this.limits = new Limits(options.time(), options.cpuSeconds(), (long) options.memoryMegabytes() << 20);
        this.turns = new Semaphore(options.processes());
    }

    @Override
    public String name() {
        return Checks.RUNS_CODE;
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        if (Cuts.byClient(request, answer)) return unknown("the client's own token limit ended it");
        var examples = Examples.in(RequestedForm.lastQuestion(request));
        if (examples.examples().isEmpty()) return unknown("the prompt has no literal examples");
        var code = code(answer.text());
        if (code.isEmpty()) return unknown("the answer has no Python code");
        try {
            turns.acquire();
            try {
                return run(examples, code.get());
            } finally {
                turns.release();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return unknown("it was interrupted");
        }
    }

    private Finding run(Examples examples, String code) throws InterruptedException {
        var calls = examples.examples().stream().map(Example::call).toList();
        return switch (sandbox.run(code, examples.imports(), calls, limits)) {
            case Outcome.SandboxTimeout() ->
                unknown("it did not come to an end within " + limits.time().toMillis() + " ms");
            case Outcome.SandboxBroken() -> unknown("the sandbox did not work");
            case Outcome.SandboxResult ended -> judged(examples.examples(), ended);
        };
    }

    private Finding judged(List<Example> examples, Outcome.SandboxResult ended) {
        var replies = new HashMap<Integer, JsonNode>();
        for (var line : ended.lines()) {
            var problem = line.path("code").asString("");
            if (!problem.isEmpty()) return problem(problem, "the code by itself");
            if (line.path("call").isInt()) replies.putIfAbsent(line.path("call").intValue(), line);
        }
        for (int at = 0; at < examples.size(); at++) {
            var where = "example %d of %d".formatted(at + 1, examples.size());
            var failure = failure(examples.get(at), replies, at, where, ended);
            if (failure != null) return failure;
        }
        return Finding.pass(name(), Reason.VISIBLE_TEST);
    }

    /// Null where the example holds.
    private @Nullable Finding failure(
            Example example, Map<Integer, JsonNode> replies, int at, String where, Outcome.SandboxResult ended) {
        var reply = replies.get(at);
        if (reply == null) return unanswered(where, ended);
        var problem = reply.path("problem").asString("");
        if (!problem.isEmpty()) return problem(problem, where);
        boolean holds = Literal.told(reply.path("value"))
                .filter(example.wanted()::admits)
                .isPresent();
        return holds ? null : failed(where + ": another value came back");
    }

    private Finding unanswered(String where, Outcome.SandboxResult ended) {
        if (ended.overflow()) return failed(where + ": more came back than is read");
        return switch (ended.signal()) {
            case 0 -> failed(where + ": the code ended before it");
            case KILLED, CPU_TIME_SPENT ->
                failed("%s: not done within %d s of processor time".formatted(where, limits.cpuSeconds()));
            default -> failed(where + ": the interpreter crashed");
        };
    }

    private Finding problem(String problem, String where) {
        return switch (problem) {
            case "module" -> unknown(where + " needs a module that is not in Python's standard library");
            case "limit" -> unknown(where + " does what the sandbox does not permit");
            case "unclear" -> unknown(where + " gives a value that cannot be compared");
            case "memory" -> failed(where + ": it needs too much memory");
            case "absent" -> failed(where + ": the function is not there");
            case "unfit" -> failed(where + ": another kind of value came back");
            default -> failed(where + ": an exception was raised");
        };
    }

    /// All blocks of Python, or the answer itself where it has no block and looks like Python.
    private static Optional<String> code(String text) {
        var fences = Fences.in(text);
        var code = fences.stream()
                .filter(fence -> TAGS.contains(fence.language()))
                .map(Fences.Fence::code)
                .collect(Collectors.joining("\n\n"));
        if (fences.isEmpty()
                && CodeLanguage.guessed(text)
                        .filter(CodeLanguage.PYTHON::equals)
                        .isPresent()) code = text;
        return code.isBlank() || code.length() > CODE_CHARS_MAX ? Optional.empty() : Optional.of(code);
    }

    private Finding failed(String evidence) {
        return Finding.fail(name(), Reason.VISIBLE_TEST, evidence);
    }

    private Finding unknown(String why) {
        return Finding.unknown(name(), Reason.VISIBLE_TEST, why);
    }
}
