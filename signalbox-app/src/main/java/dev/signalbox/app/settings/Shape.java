package dev.signalbox.app.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// The form of a setting, read off the type that it is kept in. The reader of files, the schema and the reference page
/// are three walks over one shape, so that they cannot disagree.
sealed interface Shape {
    /// One value, written as a YAML scalar.
    record ScalarShape(Class<?> type) implements Shape {}

    /// One of a few words.
    record EnumShape(Class<? extends Enum<?>> type) implements Shape {
        List<String> words() {
            return Arrays.stream(type.getEnumConstants()).map(Shape::word).toList();
        }
    }

    record ListShape(Shape element, boolean unique) implements Shape {}

    /// Values under names of the user's choice.
    record MapShape(Shape value) implements Shape {}

    /// Settings that belong together.
    record RecordShape(Class<? extends Record> type, List<Field> fields) implements Shape {
        /// The name of the first setting, which tells a form from others.
        String key() {
            return fields.getFirst().name();
        }

        /// The settings that have a name.
        List<Field> own() {
            return fields.stream().filter(field -> !field.setting().inline()).toList();
        }

        /// The union whose settings stand among these.
        Optional<UnionShape> inline() {
            return fields.stream()
                    .filter(field -> field.setting().inline())
                    .map(field -> (UnionShape) field.shape())
                    .findFirst();
        }
    }

    /// One of several groups of settings, told apart by their first setting. A plain text is the first form with that
    /// value. Forms may hold the union they belong to, so they are looked up when they are asked for.
    record UnionShape(Class<?> type) implements Shape {
        List<RecordShape> forms() {
            return Arrays.stream(type.getPermittedSubclasses())
                    .map(form -> Shape.of(form.asSubclass(Record.class)))
                    .toList();
        }

        private List<String> keys() {
            return forms().stream().map(RecordShape::key).toList();
        }

        /// The form that one of these settings names.
        RecordShape form(Set<String> settings) {
            return forms().stream()
                    .filter(form -> settings.contains(form.key()))
                    .findFirst()
                    .orElseThrow();
        }

        /// What is wrong where these settings name no form or more than one.
        ///
        /// @param beside the settings that may stand beside any form's
        Optional<String> trouble(Set<String> settings, List<String> beside) {
            var named = keys().stream().filter(settings::contains).toList();
            if (named.size() == 1) return Optional.empty();
            if (named.size() > 1) {
                return Optional.of("is more than one thing: keep one of %s".formatted(Wording.quoted(named)));
            }
            for (var form : forms()) {
                var first = form.fields().getFirst();
                if (settings.stream().anyMatch(first::wasCalled)) return Optional.of(first.renamed());
            }
            var meant = settings.stream()
                    .filter(setting -> !beside.contains(setting))
                    .map(setting -> Wording.didYouMean(setting, keys()))
                    .collect(Collectors.joining());
            return Optional.of("must say what it is by %s.%s".formatted(Wording.oneOf(keys()), meant));
        }

        /// What its reference and schema are called.
        String name() {
            return word(type);
        }
    }

    /// @param wrapper the optional type around the value; empty where there is none
    record Field(String name, Setting setting, Shape shape, Optional<Class<?>> wrapper, RecordComponent component) {
        /// Whether this is the setting's earlier name.
        boolean wasCalled(String key) {
            return !key.isEmpty() && setting.formerly().equals(key);
        }

        /// What a file is told that uses the earlier name.
        String renamed() {
            return "says `%s`, which is now called `%s`".formatted(setting.formerly(), name);
        }

        boolean required() {
            return wrapper.isEmpty() && setting.absent().isEmpty();
        }
    }

    /// @param type a record whose components are all [Setting]s
    static RecordShape of(Class<? extends Record> type) {
        return new RecordShape(
                type,
                Arrays.stream(type.getRecordComponents()).map(Shape::field).toList());
    }

    private static Field field(RecordComponent component) {
        var setting = component.getAnnotation(Setting.class);
        if (setting == null) throw new IllegalStateException(component + " needs a @Setting");
        var type = component.getGenericType();
        Optional<Class<?>> wrapper = Optional.empty();
        if (type == OptionalInt.class) {
            wrapper = Optional.of(OptionalInt.class);
            type = int.class;
        } else if (type == OptionalDouble.class) {
            wrapper = Optional.of(OptionalDouble.class);
            type = double.class;
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            wrapper = Optional.of(Optional.class);
            type = generic.getActualTypeArguments()[0];
        }
        return new Field(snake(component.getName()), setting, ofType(type), wrapper, component);
    }

    private static Shape ofType(Type type) {
        if (type instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) return new ListShape(ofType(arguments[0]), false);
            if (generic.getRawType() == Set.class) return new ListShape(ofType(arguments[0]), true);
            if (generic.getRawType() == Map.class) return new MapShape(ofType(arguments[1]));
        }
        if (type instanceof Class<?> simple) {
            if (Scalars.knows(simple)) return new ScalarShape(simple);
            if (simple.isEnum()) return new EnumShape(asEnum(simple));
            if (simple.isSealed()) return new UnionShape(simple);
            if (simple.isRecord()) return of(simple.asSubclass(Record.class));
        }
        throw new IllegalStateException("a setting can't be of type " + type);
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends Enum<?>> asEnum(Class<?> type) {
        return (Class<? extends Enum<?>>) type;
    }

    /// How an enum's constant is written.
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// What a type is called.
    static String word(Class<?> type) {
        return snake(type.getSimpleName().replace("Settings", ""));
    }

    private static String snake(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
