package dev.signalbox.checks;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A value that can be written down in Python without naming or calling anything. Two are equal where Python's `==`
/// says so: a boolean is a number, and a whole `float` is the `int`. Immutable.
sealed interface Literal {
    record None() implements Literal {}

    record LiteralTruth(boolean value) implements Literal {}

    record Whole(BigInteger value) implements Literal {}

    record Real(double value) implements Literal {}

    record LiteralText(String value) implements Literal {}

    record LiteralRow(List<Literal> items) implements Literal {}

    record Tuple(List<Literal> items) implements Literal {}

    record Bag(Set<Literal> items) implements Literal {}

    record Table(Map<Literal, Literal> entries) implements Literal {}

    /// To read a longer number would take long.
    int DIGITS_MAX = 10_000;

    Literal NONE = new None();
    Literal TRUE = new LiteralTruth(true);
    Literal FALSE = new LiteralTruth(false);

    default boolean isAs(Literal other) {
        return plain().equals(other.plain());
    }

    /// In the form that is equal where Python says so.
    private Literal plain() {
        return switch (this) {
            case None _, Whole _, LiteralText _ -> this;
            case LiteralTruth(var value) -> new Whole(value ? BigInteger.ONE : BigInteger.ZERO);
            case Real(var value) -> {
                boolean whole = !Double.isInfinite(value) && value == Math.rint(value);
                yield whole ? new Whole(new BigDecimal(value).toBigInteger()) : this;
            }
            case LiteralRow(var items) ->
                new LiteralRow(items.stream().map(Literal::plain).toList());
            case Tuple(var items) ->
                new Tuple(items.stream().map(Literal::plain).toList());
            case Bag(var items) -> new Bag(items.stream().map(Literal::plain).collect(Collectors.toSet()));
            case Table(var entries) -> {
                var plain = new HashMap<Literal, Literal>();
                entries.forEach((key, value) -> plain.put(key.plain(), value.plain()));
                yield new Table(plain);
            }
        };
    }

    /// As a value of JSON; empty where JSON has none like it.
    default Optional<Object> json() {
        return switch (this) {
            case None _ -> Optional.of(JsonNodeFactory.instance.nullNode());
            case LiteralTruth(var value) -> Optional.of(value);
            case Whole(var value) -> Optional.of(value);
            case Real(var value) -> Double.isFinite(value) ? Optional.of(value) : Optional.empty();
            case LiteralText(var value) -> Optional.of(value);
            case LiteralRow(var items) -> list(items);
            case Tuple(var items) -> list(items);
            case Bag _ -> Optional.empty();
            case Table(var entries) -> {
                var object = new LinkedHashMap<String, Object>();
                for (var entry : entries.entrySet()) {
                    var value = entry.getValue().json();
                    if (!(entry.getKey() instanceof LiteralText(var name)) || value.isEmpty()) yield Optional.empty();
                    object.put(name, value.get());
                }
                yield Optional.of(object);
            }
        };
    }

    private static Optional<Object> list(List<Literal> items) {
        var list = items.stream().flatMap(item -> item.json().stream()).toList();
        return list.size() == items.size() ? Optional.of(list) : Optional.empty();
    }

    /// As Python takes it for a condition.
    default boolean isTrue() {
        return switch (this) {
            case None _ -> false;
            case LiteralTruth(var value) -> value;
            case Whole(var value) -> value.signum() != 0;
            case Real(var value) -> value != 0;
            case LiteralText(var value) -> !value.isEmpty();
            case LiteralRow(var items) -> !items.isEmpty();
            case Tuple(var items) -> !items.isEmpty();
            case Bag(var items) -> !items.isEmpty();
            case Table(var entries) -> !entries.isEmpty();
        };
    }

    /// Reads what `sandboxed.py` tells of a value. Whoever wrote it is not trusted.
    static Optional<Literal> told(JsonNode node) {
        try {
            return Optional.of(read(node));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    private static Literal read(JsonNode node) {
        if (node.isNull()) return NONE;
        if (node.isBoolean()) return node.booleanValue() ? TRUE : FALSE;
        if (!node.isObject() || node.size() != 1) throw new IllegalArgumentException("no value");
        var entry = node.properties().iterator().next();
        var value = entry.getValue();
        return switch (entry.getKey()) {
            case "i" -> new Whole(whole(value.asString()));
            case "f" -> new Real(real(value.asString()));
            case "s" -> new LiteralText(value.asString());
            case "l" -> new LiteralRow(items(value));
            case "t" -> new Tuple(items(value));
            case "e" -> new Bag(Set.copyOf(new HashSet<>(items(value))));
            case "d" -> table(value);
            default -> throw new IllegalArgumentException("no type");
        };
    }

    private static BigInteger whole(String hexadecimal) {
        if (hexadecimal.length() > DIGITS_MAX) throw new IllegalArgumentException("too long a number");
        return new BigInteger(hexadecimal, 16);
    }

    private static double real(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static List<Literal> items(JsonNode list) {
        return list.valueStream().map(Literal::read).toList();
    }

    private static Table table(JsonNode pairs) {
        var entries = new HashMap<Literal, Literal>();
        for (var pair : pairs) entries.put(read(pair.path(0)), read(pair.path(1)));
        return new Table(Map.copyOf(entries));
    }
}
