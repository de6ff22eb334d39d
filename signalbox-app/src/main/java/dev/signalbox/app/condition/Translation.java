package dev.signalbox.app.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.signalbox.app.condition.ConditionException.SyntaxMistake;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.All;
import dev.signalbox.signal.Condition.Any;
import dev.signalbox.signal.Condition.Compares;
import dev.signalbox.signal.Condition.Compares.Comparison;
import dev.signalbox.signal.Condition.Holds;
import dev.signalbox.signal.Condition.Is;
import dev.signalbox.signal.Condition.Never;
import dev.signalbox.signal.Condition.Not;
import dev.signalbox.signal.SignalKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One checked CEL tree on its way to a [Condition].
final class Translation {
    private static final String ALLOWED =
            "A condition compares a signal with a constant (`tokens > 500`, `language == \"de\"`, "
                    + "`language in [\"de\", \"en\"]`), names a flag (`code`), and joins such with `&&`, `||`, `!`";

    private final CelAbstractSyntaxTree tree;
    private final Map<String, SignalKey<?>> keys;

    Translation(CelAbstractSyntaxTree tree, Map<String, SignalKey<?>> keys) {
        this.tree = tree;
        this.keys = keys;
    }

    Condition whole() throws ConditionException {
        return condition(tree.getExpr());
    }

    private Condition condition(CelExpr expression) throws ConditionException {
        var flag = key(expression, Boolean.class);
        if (flag.isPresent()) return new Holds(flag.get());
        if (expression.getKind() == Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE) {
            return expression.constant().booleanValue() ? Condition.ALWAYS : new Never();
        }
        if (expression.getKind() != Kind.CALL) throw refused(expression);
        var call = expression.call();
        return switch (call.function()) {
            case "_&&_" -> new All(parts(call));
            case "_||_" -> new Any(parts(call));
            case "!_" -> new Not(condition(call.args().getFirst()));
            case "_==_" -> equal(expression, call);
            case "_!=_" -> new Not(equal(expression, call));
            case "_<_" -> compares(expression, call, Comparison.BELOW, Comparison.ABOVE);
            case "_<=_" -> compares(expression, call, Comparison.AT_MOST, Comparison.AT_LEAST);
            case "_>_" -> compares(expression, call, Comparison.ABOVE, Comparison.BELOW);
            case "_>=_" -> compares(expression, call, Comparison.AT_LEAST, Comparison.AT_MOST);
            case "@in" -> in(expression, call);
            default -> throw refused(expression);
        };
    }

    private List<Condition> parts(CelCall call) throws ConditionException {
        var parts = new ArrayList<Condition>();
        for (var argument : call.args()) parts.add(condition(argument));
        return parts;
    }

    private Condition equal(CelExpr expression, CelCall call) throws ConditionException {
        for (int side = 0; side < 2; side++) {
            var one = call.args().get(side);
            var other = call.args().get(1 - side);
            var label = key(one, String.class);
            if (label.isPresent() && isText(other)) {
                return new Is(label.get(), other.constant().stringValue());
            }
            var flag = key(one, Boolean.class);
            if (flag.isPresent()
                    && other.getKind() == Kind.CONSTANT
                    && other.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE) {
                var holds = new Holds(flag.get());
                return other.constant().booleanValue() ? holds : new Not(holds);
            }
        }
        return compares(expression, call, Comparison.EQUAL, Comparison.EQUAL);
    }

    /// @param turned the comparison that holds for the signal where it stands on the right
    private Condition compares(CelExpr expression, CelCall call, Comparison comparison, Comparison turned)
            throws ConditionException {
        var left = call.args().getFirst();
        var right = call.args().getLast();
        var score = key(left, Double.class);
        var bound = number(right);
        if (score.isPresent() && bound.isPresent()) return new Compares(score.get(), comparison, bound.get());
        score = key(right, Double.class);
        bound = number(left);
        if (score.isPresent() && bound.isPresent()) return new Compares(score.get(), turned, bound.get());
        throw refused(expression);
    }

    private Condition in(CelExpr expression, CelCall call) throws ConditionException {
        var label = key(call.args().getFirst(), String.class);
        var list = call.args().getLast();
        if (label.isEmpty() || list.getKind() != Kind.LIST) throw refused(expression);
        var parts = new ArrayList<Condition>();
        for (var element : list.list().elements()) {
            if (!isText(element)) throw refused(element);
            parts.add(new Is(label.get(), element.constant().stringValue()));
        }
        return new Any(parts);
    }

    private static boolean isText(CelExpr expression) {
        return expression.getKind() == Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    }

    private static Optional<Double> number(CelExpr expression) {
        if (expression.getKind() != Kind.CONSTANT) return Optional.empty();
        var constant = expression.constant();
        return switch (constant.getKind()) {
            case DOUBLE_VALUE -> Optional.of(constant.doubleValue());
            case INT64_VALUE -> Optional.of((double) constant.int64Value());
            case UINT64_VALUE -> Optional.of(constant.uint64Value().doubleValue());
            default -> Optional.empty();
        };
    }

    /// The signal that an expression names, if it names one of this type.
    @SuppressWarnings("unchecked")
    private <T> Optional<SignalKey<T>> key(CelExpr expression, Class<T> type) {
        if (expression.getKind() != Kind.IDENT && expression.getKind() != Kind.SELECT) return Optional.empty();
        return tree.getReference(expression.id())
                .map(reference -> keys.get(reference.name()))
                .filter(key -> key.type() == type)
                .map(key -> (SignalKey<T>) key);
    }

    private ConditionException refused(CelExpr expression) {
        var place = Optional.ofNullable(tree.getSource().getPositionsMap().get(expression.id()))
                .flatMap(tree.getSource()::getOffsetLocation);
        return new ConditionException(List.of(new SyntaxMistake(
                place.map(at -> at.getLine()).orElse(0),
                place.map(at -> at.getColumn()).orElse(0),
                "a condition can't ask this. " + ALLOWED)));
    }
}
