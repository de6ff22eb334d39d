package dev.signalbox.app.settings;

import dev.signalbox.app.condition.ConditionException;
import dev.signalbox.app.condition.Vocabulary;
import dev.signalbox.providers.http.Secret;
import dev.signalbox.signal.Condition;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// How a YAML scalar becomes a value of each type.
final class Scalars {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,12})\\s*(KiB|MiB|GiB)?");
    private static final Map<Class<?>, Kind> KINDS = kinds();

    private final Path folder;
    private final Vocabulary conditions;

    /// @param folder what relative paths start from
    Scalars(Path folder, Vocabulary conditions) {
        this.folder = folder;
        this.conditions = conditions;
    }

    /// @param words what must be written, for people
    /// @param jsonType the type in JSON Schema
    /// @param pattern what it must match, for editors; empty for anything
    record Kind(String words, String jsonType, String pattern) {
        /// Whether a bare number is right, too, where a text is.
        boolean bareNumbers() {
            return pattern.endsWith("?$");
        }
    }

    static boolean knows(Class<?> type) {
        return KINDS.containsKey(type);
    }

    static Kind kind(Class<?> type) {
        var kind = KINDS.get(type);
        if (kind == null) throw new IllegalStateException("a setting can't be of type " + type);
        return kind;
    }

    private static Map<Class<?>, Kind> kinds() {
        var kinds = new LinkedHashMap<Class<?>, Kind>();
        kinds.put(String.class, new Kind("text", "string", ""));
        kinds.put(Secret.class, new Kind("secret text", "string", ""));
        kinds.put(int.class, new Kind("whole number", "integer", ""));
        kinds.put(double.class, new Kind("number", "number", ""));
        kinds.put(boolean.class, new Kind("`true` or `false`", "boolean", ""));
        kinds.put(
                Duration.class,
                new Kind(
                        "time with its unit, such as `200ms`, `30s`, `10m`, `24h`, `30d`",
                        "string",
                        "^\\d{1,9}\\s*(ms|s|m|h|d)$"));
        kinds.put(
                Bytes.class, new Kind("bytes, such as `65536` or `32MiB`", "string", "^\\d{1,12}\\s*(KiB|MiB|GiB)?$"));
        kinds.put(URI.class, new Kind("http or https address", "string", "^https?://"));
        kinds.put(Path.class, new Kind("path, from the settings file's folder", "string", ""));
        kinds.put(
                InputFile.class, new Kind("path of a file that exists, from the settings file's folder", "string", ""));
        kinds.put(Condition.class, new Kind("condition in CEL", "string", ""));
        kinds.put(CheckName.class, new Kind("check", "string", ""));
        kinds.put(MonitorName.class, new Kind("monitor", "string", ""));
        kinds.put(AcceptanceSettings.class, new Kind("condition in CEL, on the answer too", "string", ""));
        return kinds;
    }

    /// Why a text is no value: what is wrong with it, and where in it.
    static final class BadValue extends Exception {
        private static final long serialVersionUID = 1;

        private final transient List<ConditionException.SyntaxMistake> mistakes;

        BadValue(List<ConditionException.SyntaxMistake> mistakes) {
            this.mistakes = mistakes;
        }

        /// Empty where the value as a whole is not what it should be.
        List<ConditionException.SyntaxMistake> mistakes() {
            return mistakes;
        }
    }

    /// @throws BadValue where the text is not of the type's form
    Object parse(Class<?> type, String text) throws BadValue {
        try {
            if (type == String.class) return text;
            if (type == Secret.class) return secret(text);
            if (type == int.class) return Integer.parseInt(text.replace("_", ""));
            if (type == double.class) return finite(Double.parseDouble(text));
            if (type == boolean.class) return truth(text);
            if (type == Duration.class) return duration(text);
            if (type == Bytes.class) return bytes(text);
            if (type == URI.class) return address(text);
            if (type == Path.class) return folder.resolve(text).normalize();
            if (type == InputFile.class) return existing(text);
            if (type == Condition.class) return conditions.request().read(text);
            if (type == CheckName.class) return new CheckName(known("check", text, conditions.checks()));
            if (type == MonitorName.class) return new MonitorName(known("monitor", text, conditions.monitors()));
            if (type == AcceptanceSettings.class)
                return new AcceptanceSettings(conditions.answer().read(text));
        } catch (NumberFormatException | InvalidPathException | URISyntaxException unreadable) {
            throw new BadValue(List.of());
        } catch (ConditionException wrong) {
            throw new BadValue(wrong.mistakes());
        }
        throw new IllegalStateException("a setting can't be of type " + type);
    }

    private static String known(String kind, String name, Set<String> known) throws BadValue {
        if (known.contains(name)) return name;
        var sorted = known.stream().sorted().toList();
        throw new BadValue(List.of(new ConditionException.SyntaxMistake(
                0, 0, "there is no %s `%s`.%s".formatted(kind, name, Wording.nearest(name, sorted)))));
    }

    private static Secret secret(String text) throws BadValue {
        try {
            return new Secret(text);
        } catch (IllegalArgumentException unsendable) {
            throw new BadValue(
                    List.of(new ConditionException.SyntaxMistake(0, 0, String.valueOf(unsendable.getMessage()))));
        }
    }

    private static double finite(double value) throws BadValue {
        if (!Double.isFinite(value)) throw new BadValue(List.of());
        return value;
    }

    private static boolean truth(String text) throws BadValue {
        if (!text.equals("true") && !text.equals("false")) throw new BadValue(List.of());
        return text.equals("true");
    }

    private static Duration duration(String text) throws BadValue {
        var match = DURATION.matcher(text);
        if (!match.matches()) throw new BadValue(List.of());
        long amount = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static Bytes bytes(String text) throws BadValue {
        var match = BYTES.matcher(text);
        if (!match.matches()) throw new BadValue(List.of());
        var unit = match.group(2);
        int shift = unit == null ? 0 : 10 * (1 + List.of("KiB", "MiB", "GiB").indexOf(unit));
        long amount = Long.parseLong(match.group(1));
        if (amount > Long.MAX_VALUE >> shift) throw new BadValue(List.of());
        return new Bytes(amount << shift);
    }

    private static URI address(String text) throws BadValue, URISyntaxException {
        var address = new URI(text);
        boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!web || address.getHost() == null) throw new BadValue(List.of());
        return address;
    }

    private InputFile existing(String text) throws BadValue {
        var path = folder.resolve(text).normalize();
        if (!Files.isRegularFile(path)) {
            throw new BadValue(
                    List.of(new ConditionException.SyntaxMistake(0, 0, "there is no file `%s`".formatted(text))));
        }
        return new InputFile(path);
    }
}
