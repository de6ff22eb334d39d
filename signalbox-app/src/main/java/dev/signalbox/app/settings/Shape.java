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

/// The form of a setting, read off the type that it is kept in. The reader of files, the schema and the reference page
/// are three walks over one shape, so that they cannot disagree.
sealed interface Shape {
    /// One value, written as a YAML scalar.
    record Scalar(Class<?> type) implements Shape {}

    /// One of a few words.
    record Choice(Class<? extends Enum<?>> type) implements Shape {
        List<String> words() {
            return Arrays.stream(type.getEnumConstants()).map(Shape::word).toList();
        }
    }

    record ListOf(Shape element, boolean unique) implements Shape {}

    /// Values under names of the user's choice.
    record MapOf(Shape value) implements Shape {}

    /// Settings that belong together.
    record Group(Class<? extends Record> type, List<Field> fields) implements Shape {}

    /// @param wrapper the optional type around the value; empty where there is none
    record Field(String name, Setting setting, Shape shape, Optional<Class<?>> wrapper, RecordComponent component) {
        boolean required() {
            return wrapper.isEmpty() && setting.absent().isEmpty();
        }
    }

    /// @param type a record whose components are all [Setting]s
    static Group of(Class<? extends Record> type) {
        return new Group(
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
            if (generic.getRawType() == List.class) return new ListOf(ofType(arguments[0]), false);
            if (generic.getRawType() == Set.class) return new ListOf(ofType(arguments[0]), true);
            if (generic.getRawType() == Map.class) return new MapOf(ofType(arguments[1]));
        }
        if (type instanceof Class<?> simple) {
            if (Scalars.knows(simple)) return new Scalar(simple);
            if (simple.isEnum()) return new Choice(asEnum(simple));
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

    private static String snake(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
