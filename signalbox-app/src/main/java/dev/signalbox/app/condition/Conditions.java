package dev.signalbox.app.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.signalbox.Nearest;
import dev.signalbox.app.condition.ConditionException.SyntaxMistake;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.SignalKey.Privacy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads conditions in CEL, the Common Expression Language (cel.dev), over signals: a score is a `double`, a flag a
/// `bool`, a label a `string`. CEL's own parser and type checker read the text; [Translation] makes a [Condition]
/// of the checked tree, since only that knows what to do where a signal is unknown. Thread-safe.
public final class Conditions {
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);

    private final Map<String, SignalKey<?>> keys;
    private final CelCompiler compiler;

    /// @param signals what a condition may speak of; texts of the conversation and vectors are passed over
    public Conditions(Collection<SignalKey<?>> signals) {
        keys = new LinkedHashMap<>();
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setStandardMacros()
                .setOptions(CelOptions.current()
                        .enableHeterogeneousNumericComparisons(true)
                        .build())
                .addFunctionDeclarations(wholeNumbers("_==_", "equals"), wholeNumbers("_!=_", "not_equals"))
                .setResultType(SimpleType.BOOL);
        for (var key : signals) {
            if (key.privacy() == Privacy.CONTENT || key.type() == float[].class) continue;
            keys.put(key.name(), key);
            builder.addVar(key.name(), type(key));
        }
        compiler = builder.build();
    }

    /// `tokens == 500` means what it says, though the signal is a `double` and the number an `int`.
    private static CelFunctionDecl wholeNumbers(String operator, String name) {
        return CelFunctionDecl.newFunctionDeclaration(
                operator,
                CelOverloadDecl.newGlobalOverload(
                        name + "_double_int64", SimpleType.BOOL, SimpleType.DOUBLE, SimpleType.INT),
                CelOverloadDecl.newGlobalOverload(
                        name + "_int64_double", SimpleType.BOOL, SimpleType.INT, SimpleType.DOUBLE));
    }

    private static CelType type(SignalKey<?> key) {
        if (key.type() == Double.class) return SimpleType.DOUBLE;
        if (key.type() == Boolean.class) return SimpleType.BOOL;
        if (key.type() == String.class) return SimpleType.STRING;
        throw new IllegalArgumentException("a condition can't speak of `%s`, a %s".formatted(key.name(), key.type()));
    }

    /// The signals that conditions can speak of, by name.
    public Map<String, SignalKey<?>> signals() {
        return Map.copyOf(keys);
    }

    /// @throws ConditionException where the text is not CEL, names what is no signal, or asks for more than comparing
    ///     signals with constants
    public Condition read(String text) throws ConditionException {
        CelAbstractSyntaxTree tree;
        try {
            tree = compiler.compile(text).getAst();
        } catch (CelValidationException refused) {
            var slip = Slips.in(text);
            if (slip.isPresent()) throw new ConditionException(List.of(slip.get()));
            throw new ConditionException(
                    refused.getErrors().stream().map(this::mistake).toList());
        }
        return new Translation(tree, keys).whole();
    }

    private SyntaxMistake mistake(CelIssue issue) {
        var place = issue.getSourceLocation();
        var undeclared = UNDECLARED.matcher(issue.getMessage());
        var message = undeclared.matches() ? noSignal(undeclared.group(1)) : issue.getMessage();
        return new SyntaxMistake(Math.max(0, place.getLine()), Math.max(0, place.getColumn()), message);
    }

    private String noSignal(String name) {
        var known = keys.keySet();
        return "there is no signal `%s`.%s"
                .formatted(
                        name,
                        Nearest.to(name, known)
                                .map(" Did you mean `%s`?"::formatted)
                                .orElseGet(() -> " Known: "
                                        + List.copyOf(known).stream().sorted().collect(Collectors.joining(", "))));
    }
}
