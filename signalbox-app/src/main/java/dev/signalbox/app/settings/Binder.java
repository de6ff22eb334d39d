package dev.signalbox.app.settings;

import static dev.signalbox.app.settings.Wording.join;
import static dev.signalbox.app.settings.Wording.nearest;
import static dev.signalbox.app.settings.Wording.oneOf;
import static dev.signalbox.app.settings.Wording.range;
import static dev.signalbox.app.settings.Wording.written;

import dev.signalbox.app.settings.Shape.EnumShape;
import dev.signalbox.app.settings.Shape.Field;
import dev.signalbox.app.settings.Shape.ListShape;
import dev.signalbox.app.settings.Shape.MapShape;
import dev.signalbox.app.settings.Shape.RecordShape;
import dev.signalbox.app.settings.Shape.ScalarShape;
import dev.signalbox.app.settings.Shape.UnionShape;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Turns YAML nodes into the records of a [Shape]. A mistake is noted and what is wrong left out, so that one reading
/// finds all mistakes. Used once, by one thread.
final class Binder {
    private final YamlFile file;
    private final Scalars scalars;
    private final Environment environment;
    /// By reference: a route with ten thousand models refers to `models` as often.
    private final Map<String, Known> known = new HashMap<>();

    Binder(YamlFile file, Scalars scalars, Environment environment) {
        this.file = file;
        this.scalars = scalars;
        this.environment = environment;
    }

    /// @param root empty for a file that says nothing
    /// @return empty where a required setting is missing or wrong
    <T extends Record> Optional<T> bind(Class<T> type, Optional<Node> root) {
        var shape = Shape.of(type);
        var bound = root.isPresent() ? group(shape, root.get(), "") : absent(shape);
        return bound.map(type::cast);
    }

    private Optional<Object> absent(RecordShape group) {
        return build(group, Map.of(), null, "");
    }

    private Optional<Object> value(Shape shape, Node node, String path, Setting setting) {
        return switch (shape) {
            case ScalarShape(var type) ->
                text(node, path, Scalars.kind(type).words()).flatMap(text -> scalar(type, text, node, path, setting));
            case EnumShape choice ->
                text(node, path, oneOf(choice.words())).flatMap(text -> choice(choice, text, node, path));
            case ListShape list -> list(list, node, path, setting);
            case MapShape map -> map(map, node, path, setting);
            case RecordShape group -> group(group, node, path);
            case UnionShape union -> union(union, node, path);
        };
    }

    private Optional<String> text(Node node, String path, String wanted) {
        if (!(node instanceof ScalarNode scalar)) {
            file.wrong(node, "`%s` must be a %s".formatted(path, wanted));
            return Optional.empty();
        }
        var filled = environment.fill(scalar.getValue());
        for (var name : filled.missing()) {
            file.wrong(
                    node,
                    "`%s`: the environment variable `%s` is not set. Set it, or write `${%s:-VALUE}`"
                            .formatted(path, name, name));
        }
        return filled.missing().isEmpty() ? Optional.of(filled.text()) : Optional.empty();
    }

    private Optional<Object> scalar(Class<?> type, String text, Node node, String path, Setting setting) {
        try {
            var value = scalars.parse(type, text);
            if (!inRange(value, setting)) {
                file.wrong(node, "`%s` must be %s, not %s".formatted(path, range(type, setting), written(node)));
                return Optional.empty();
            }
            if (!setting.refersTo().isEmpty() && !refers((String) value, node, path, setting)) return Optional.empty();
            return Optional.of(value);
        } catch (Scalars.BadValue bad) {
            if (bad.mistakes().isEmpty()) {
                file.wrong(
                        node,
                        "`%s` must be a %s, not %s"
                                .formatted(path, Scalars.kind(type).words(), written(node)));
            }
            for (var mistake : bad.mistakes()) {
                file.wrong(
                        (ScalarNode) node,
                        mistake.line(),
                        mistake.column(),
                        "`%s`: %s".formatted(path, mistake.message()));
            }
            return Optional.empty();
        }
    }

    private static boolean inRange(Object value, Setting setting) {
        double amount =
                switch (value) {
                    case Number number -> number.doubleValue();
                    case Bytes bytes -> bytes.value();
                    case Duration duration -> duration.toMillis();
                    default -> Double.NaN;
                };
        return Double.isNaN(amount) || (amount >= setting.least() && amount <= setting.most());
    }

    private boolean refers(String name, Node node, String path, Setting setting) {
        var reference = setting.refersTo();
        // The names of a star depend on the path.
        var names = reference.contains("*")
                ? known(reference, path)
                : known.computeIfAbsent(reference, _ -> known(reference, path));
        if (names.known().contains(name)) return true;
        var near = nearest(name, List.copyOf(names.known()));
        file.wrong(node, "`%s`: `%s` is not in `%s`.%s".formatted(path, name, names.where(), near));
        return false;
    }

    private Known known(String reference, String path) {
        var names = file.names(reference, path);
        var filled = new LinkedHashSet<String>();
        for (var written : names.known().keySet())
            filled.add(environment.fill(written).text());
        return new Known(names.where(), filled);
    }

    /// The names to which a reference may lead, with their variables filled in.
    private record Known(String where, Set<String> known) {}

    private Optional<Object> choice(EnumShape choice, String text, Node node, String path) {
        for (var constant : choice.type().getEnumConstants()) {
            if (Shape.word(constant).equals(text)) return Optional.of(constant);
        }
        file.wrong(
                node,
                "`%s` must be %s, not %s.%s"
                        .formatted(path, oneOf(choice.words()), written(node), nearest(text, choice.words())));
        return Optional.empty();
    }

    private Optional<Object> list(ListShape list, Node node, String path, Setting setting) {
        if (!(node instanceof SequenceNode sequence)) {
            file.wrong(node, "`%s` must be a list, such as `[A, B]`".formatted(path));
            return Optional.empty();
        }
        var values = new ArrayList<Object>();
        var elements = sequence.getValue();
        for (int i = 0; i < elements.size(); i++) {
            value(list.element(), elements.get(i), "%s[%d]".formatted(path, i), setting)
                    .ifPresent(values::add);
        }
        return Optional.of(
                list.unique() ? Collections.unmodifiableSet(new LinkedHashSet<>(values)) : List.copyOf(values));
    }

    private Optional<Object> map(MapShape map, Node node, String path, Setting setting) {
        if (!(node instanceof MappingNode mapping)) {
            file.wrong(node, "`%s` must have names with values under it".formatted(path));
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, Object>();
        file.entriesOnce(mapping, path)
                .forEach((key, entry) -> value(map.value(), entry.value(), path + "." + key, setting)
                        .ifPresent(value -> values.put(key, value)));
        return Optional.of(Collections.unmodifiableMap(values));
    }

    private Optional<Object> union(UnionShape union, Node node, String path) {
        return entries(Optional.of(union), List.of(), node, path)
                .flatMap(entries -> build(union.form(entries.keySet()), entries, node, path));
    }

    private Optional<Object> group(RecordShape group, Node node, String path) {
        return entries(group.inline(), group.own(), node, path).flatMap(entries -> build(group, entries, node, path));
    }

    /// The settings at a node. What is none of them is noted; empty where it is not even clear which there may be.
    private Optional<Map<String, YamlFile.Entry>> entries(
            Optional<UnionShape> union, List<Field> own, Node node, String path) {
        if (union.isPresent() && node instanceof ScalarNode text) {
            return Optional.of(Map.of(union.get().forms().getFirst().key(), new YamlFile.Entry(text, text)));
        }
        var fields = new ArrayList<Field>();
        if (!(node instanceof MappingNode mapping)) {
            union.ifPresent(some -> some.forms().forEach(form -> fields.addAll(form.fields())));
            fields.addAll(own);
            file.wrong(
                    node,
                    "`%s` must have settings under it: %s"
                            .formatted(path.isEmpty() ? "the file" : path, String.join(", ", names(fields))));
            return Optional.empty();
        }
        var entries = file.entriesOnce(mapping, path);
        if (union.isPresent()) {
            var trouble = union.get().trouble(entries.keySet(), names(own));
            if (trouble.isPresent()) {
                file.wrong(node, "`%s` %s".formatted(path, trouble.get()));
                return Optional.empty();
            }
            fields.addAll(union.get().form(entries.keySet()).fields());
        }
        fields.addAll(own);
        var known = names(fields);
        entries.forEach((key, entry) -> {
            if (known.contains(key)) return;
            var renamed = fields.stream().filter(field -> field.wasCalled(key)).findFirst();
            if (renamed.isPresent()) {
                file.wrong(entry.key(), "`%s` %s".formatted(path, renamed.get().renamed()));
                return;
            }
            file.wrong(entry.key(), "there is no setting `%s`.%s".formatted(join(path, key), nearest(key, known)));
        });
        return Optional.of(entries);
    }

    private static List<String> names(List<Field> fields) {
        return fields.stream().map(Field::name).toList();
    }

    private Optional<Object> build(
            RecordShape group, Map<String, YamlFile.Entry> entries, @Nullable Node node, String path) {
        var arguments = new ArrayList<Object>();
        boolean whole = true;
        for (var field : group.fields()) {
            var entry = entries.get(field.name());
            if (entry == null && field.required() && !field.setting().inline()) {
                file.wrong(
                        node,
                        "`%s` is missing: %s"
                                .formatted(
                                        join(path, field.name()),
                                        field.setting().about()));
            }
            var value = field.setting().inline()
                    ? build(((UnionShape) field.shape()).form(entries.keySet()), entries, node, path)
                    : given(field, entry, path).or(() -> fallback(field));
            value.ifPresent(arguments::add);
            whole &= value.isPresent();
        }
        return whole ? construct(group, arguments, node, path) : Optional.empty();
    }

    private Optional<Object> given(Field field, YamlFile.@Nullable Entry entry, String path) {
        if (entry == null) return Optional.empty();
        var here = join(path, field.name());
        if (entry.value().getTag().equals(Tag.NULL)) {
            file.wrong(entry.key(), "`%s` has no value: give one, or leave the line out".formatted(here));
            return Optional.empty();
        }
        return value(field.shape(), entry.value(), here, field.setting())
                .map(value -> wrapped(field, Optional.of(value)));
    }

    /// What holds where the file says nothing, or nothing that can be used.
    private Optional<Object> fallback(Field field) {
        if (field.wrapper().isPresent()) return Optional.of(wrapped(field, Optional.empty()));
        if (field.required()) return Optional.empty();
        if (field.shape() instanceof RecordShape group
                && field.setting().absent().equals("{}")) return absent(group);
        var node = YamlFile.node(field.setting().absent());
        return value(field.shape(), node, field.name(), field.setting());
    }

    private static Object wrapped(Field field, Optional<Object> value) {
        var wrapper = field.wrapper();
        if (wrapper.isEmpty()) return value.orElseThrow();
        if (wrapper.get() == OptionalInt.class) {
            return value.map(number -> OptionalInt.of((int) number)).orElse(OptionalInt.empty());
        }
        if (wrapper.get() == OptionalDouble.class) {
            return value.map(number -> OptionalDouble.of((double) number)).orElse(OptionalDouble.empty());
        }
        return value;
    }

    private Optional<Object> construct(RecordShape group, List<Object> arguments, @Nullable Node node, String path) {
        var types = Arrays.stream(group.type().getRecordComponents())
                .map(java.lang.reflect.RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            var constructor = group.type().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(arguments.toArray()));
        } catch (InvocationTargetException refused) {
            if (!(refused.getCause() instanceof IllegalArgumentException reason))
                throw new IllegalStateException(refused);
            file.wrong(node, "`%s`: %s".formatted(path, reason.getMessage()));
            return Optional.empty();
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
