package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import dev.signalbox.standard.check.Fences;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The Python code of an answer passes the examples that stand in its prompt, run in a [PythonSandbox].
///
/// It runs code that a model wrote, so it is off unless the settings name it.
final class VisibleTestCheck implements Check {
    private static final String SCRIPT = script();
    private static final Set<String> TAGS = Set.of("python", "py", "python3", "");
    private static final int CODE_CHARS_MAX = 100_000;

    private final Checks.Sandbox limits;
    private final Semaphore turns;
    /// Set by the first run, which looks for Python.
    private volatile @Nullable Optional<PythonSandbox> sandbox;

    VisibleTestCheck(Checks.Sandbox limits) {
        this.limits = limits;
        this.turns = new Semaphore(limits.processes());
    }

    @Override
    public String name() {
        return "visible_test";
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        var examples = Examples.in(Asked.lastQuestion(request));
        if (examples.areNone()) return unknown("the prompt has no examples that can be run");
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
        var found = sandbox;
        if (found == null) sandbox = found = PythonSandbox.open();
        if (found.isEmpty()) return unknown("there is no `python3` on this machine");
        var outcome =
                found.get().run("main.py", Map.of("main.py", SCRIPT, "task.json", task(examples, code)), limits.time());
        if (outcome.isLate())
            return unknown("it did not come to an end within " + limits.time().toMillis() + " ms");
        return JsonText.read(outcome.output()) instanceof JsonText.Read.Value(var result) && result.isObject()
                ? finding(result.path("ran").asInt(0), result.path("failure"))
                : failed("the examples did not come to an end: the process died with exit code " + outcome.exit());
    }

    private Finding finding(int ran, JsonNode failure) {
        if (failure.isObject()) {
            return failed("%s: expected %s, got %s"
                    .formatted(
                            Excerpt.of(text(failure, "example"), 100),
                            Excerpt.of(text(failure, "expected"), 70),
                            Excerpt.of(text(failure, "got"), 90)));
        }
        return ran > 0 ? Finding.pass(name(), Reason.VISIBLE_TEST) : unknown("no example could be run");
    }

    private static String text(JsonNode failure, String field) {
        return failure.path(field).asString("");
    }

    private String task(Examples examples, String code) {
        return JsonText.MAPPER.writeValueAsString(Map.of(
                "imports",
                examples.imports(),
                "asserts",
                examples.asserts(),
                "doctests",
                examples.doctests(),
                "code",
                code,
                "cpu_seconds",
                limits.cpuSeconds(),
                "memory_bytes",
                (long) limits.memoryMegabytes() << 20));
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

    private static String script() {
        try (var file = VisibleTestCheck.class.getResourceAsStream("visible_tests.py")) {
            if (file == null) throw new IllegalStateException("`visible_tests.py` is not in the jar");
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("`visible_tests.py` cannot be read", broken);
        }
    }

    private Finding failed(String evidence) {
        return Finding.fail(name(), Reason.VISIBLE_TEST, evidence);
    }

    private Finding unknown(String why) {
        return Finding.unknown(name(), Reason.VISIBLE_TEST, why);
    }
}
