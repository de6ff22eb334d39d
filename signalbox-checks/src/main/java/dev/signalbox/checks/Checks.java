package dev.signalbox.checks;

import dev.signalbox.Nearest;
import dev.signalbox.run.AutoFix;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.standard.check.Check;
import dev.signalbox.standard.check.Explained;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The checks and mends that come in the box, by the names that settings use. docs/checks.md says what each looks at.
public final class Checks {
    static final String RUNS_CODE = "visible_test";

    private final Map<String, Check> byName = new LinkedHashMap<>();
    private final Sandbox sandbox;

    /// @param forbidden words and `/expressions/` that no answer may hold
    /// @param sandbox how far code out of answers may go where `visible_test` is named
    public record Options(List<String> forbidden, Sandbox sandbox) {
        public static final Options DEFAULT = new Options(List.of(), Sandbox.DEFAULT);

        public Options {
            forbidden = List.copyOf(forbidden);
        }
    }

    /// @param time of one run by the wall clock; past it the check cannot tell
    /// @param cpuSeconds past it the code has failed
    /// @param processes how many runs there are at once
    public record Sandbox(Duration time, int cpuSeconds, int memoryMegabytes, int processes) {
        public static final Sandbox DEFAULT = new Sandbox(Duration.ofSeconds(10), 4, 512, 2);
    }

    /// @throws IllegalArgumentException when a forbidden expression cannot be read
    public Checks(Options options) {
        var schemas = new Schemas();
        List.of(
                        new BoundedCheck(new EmptyCheck(), Reason.EMPTY),
                        new BoundedCheck(new TruncatedCheck(), Reason.TRUNCATED),
                        new BoundedCheck(new RefusalCheck(), Reason.REFUSAL),
                        new BoundedCheck(new JsonCheck(), Reason.JSON_PARSE),
                        new BoundedCheck(new SchemaCheck(schemas), Reason.SCHEMA),
                        new BoundedCheck(new ToolArgumentsCheck(schemas), Reason.TOOL_ARGUMENTS),
                        new BoundedCheck(new LanguageCheck(), Reason.LANGUAGE),
                        new BoundedCheck(new LengthCheck(), Reason.LENGTH),
                        new BoundedCheck(new FormatCheck(), Reason.FORMAT),
                        new BoundedCheck(new CodeSyntaxCheck(), Reason.CODE_SYNTAX),
                        new BoundedCheck(new ArithmeticCheck(), Reason.ARITHMETIC),
                        new BoundedCheck(new CitationCheck(), Reason.CITATION_MISSING),
                        new BoundedCheck(new Explained(), Reason.JUDGED),
                        new BoundedCheck(new UnsupportedSpanCheck(), Reason.UNSUPPORTED_SPAN),
                        new BoundedCheck(new PiiCheck(), Reason.PII_LEAK),
                        new BoundedCheck(new ForbiddenCheck(options.forbidden), Reason.FORBIDDEN_CONTENT))
                .forEach(check -> byName.put(check.name(), check));
        sandbox = options.sandbox;
    }

    public Set<String> names() {
        var names = new LinkedHashSet<>(byName.keySet());
        names.add(RUNS_CODE);
        return Collections.unmodifiableSet(names);
    }

    /// Every check but the one that runs code out of answers, which must be named: the cheap ones first.
    public List<Check> all() {
        return List.copyOf(byName.values());
    }

    /// @throws IllegalArgumentException when there is no such check, with the name that may have been meant; or when
    ///     the
    ///     check cannot work on this machine, with what it needs
    public Check named(String name) {
        if (name.equals(RUNS_CODE)) return runningCode();
        var check = byName.get(name);
        if (check != null) return check;
        var meant = Nearest.to(name, names())
                .map(near -> "; did you mean `" + near + "`?")
                .orElse("; there are " + String.join(", ", names()));
        throw new IllegalArgumentException("there is no check `" + name + "`" + meant);
    }

    private Check runningCode() {
        try {
            return new BoundedCheck(new VisibleTestCheck(PythonSandbox.open(), sandbox), Reason.VISIBLE_TEST);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the sandbox of `visible_test` was tried", stopped);
        }
    }

    /// What sets right without asking a model, in the order in which it is tried.
    public static List<AutoFix> mends() {
        return List.of(bounded(new ToolCallMend()), bounded(new JsonMend()), bounded(new CodeMend()));
    }

    /// What takes too long to mend is not mended.
    private static AutoFix bounded(AutoFix autoFix) {
        return (request, answer, findings) -> {
            try {
                return autoFix.mend(request, answer, findings);
            } catch (BoundedText.Exhausted | StackOverflowError tooHard) {
                return Optional.empty();
            }
        };
    }
}
