package dev.signalbox.app.settings;

import dev.signalbox.app.condition.Conditions;
import dev.signalbox.app.settings.Shape.Choice;
import dev.signalbox.app.settings.Shape.Field;
import dev.signalbox.app.settings.Shape.Group;
import dev.signalbox.app.settings.Shape.ListOf;
import dev.signalbox.app.settings.Shape.MapOf;
import dev.signalbox.app.settings.Shape.Scalar;
import dev.signalbox.signal.SignalKey;
import java.util.Comparator;
import java.util.stream.Collectors;

/// The page that lists every setting (`docs/reference/settings.md`).
public final class SettingsReference {
    private static final String HEAD = """
            # Settings

            One YAML file. Every value can come from the environment: `${NAME}`, or `${NAME:-value}` where it may be missing
            (inside `{…}` in quotes). What a file may leave out has its value here; an unknown name is an error. `signalbox check FILE` finds
            all mistakes at once; `signalbox check --schema` prints the JSON Schema for editors, which is also
            [settings.schema.json](settings.schema.json). This page is made from the code (`signalbox check --reference`).
            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    private SettingsReference() {}

    public static String markdown(Conditions conditions) {
        var reference = new SettingsReference();
        reference.group("", Shape.of(Settings.class));
        reference.signals(conditions);
        return reference.page.toString();
    }

    private void group(String path, Group group) {
        if (!path.isEmpty()) page.append("\n## `").append(path).append("`\n");
        page.append("\n| setting | is | without it |\n|---|---|---|\n");
        for (var field : group.fields()) {
            page.append("| `%s` | %s %s | %s |\n"
                    .formatted(field.name(), field.setting().about(), type(field), absent(field)));
        }
        for (var field : group.fields()) {
            switch (field.shape()) {
                case Group inner -> group(path(path, field.name()), inner);
                case MapOf(Group inner) -> group(path(path, field.name()) + ".NAME", inner);
                default -> {}
            }
        }
    }

    private static String path(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String type(Field field) {
        var range = field.shape() instanceof Scalar(var type) ? Binder.range(type, field.setting()) : "";
        return "*%s%s.*".formatted(capital(words(field.shape())), range.isEmpty() ? "" : ", " + range);
    }

    private static String words(Shape shape) {
        return switch (shape) {
            case Scalar(var type) -> Scalars.kind(type).words();
            case Choice choice -> Binder.oneOf(choice.words());
            case ListOf(var element, boolean _) -> "list: " + words(element);
            case MapOf(Group _) -> "names with settings, see below";
            case MapOf(var value) -> "names with values: " + words(value);
            case Group _ -> "settings, see below";
        };
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
    }

    private static String absent(Field field) {
        if (field.required()) return "required";
        var absent = field.setting().absent();
        return absent.isEmpty() || absent.equals("{}") ? "–" : "`" + absent.replace("\"", "") + "`";
    }

    private void signals(Conditions conditions) {
        page.append("""

                ## Signals in `when`

                A condition is written in [CEL](https://cel.dev). It compares a signal with a constant (`tokens > 500`, `language == "de"`,
                `language in ["de", "en"]`), names a flag, and joins such with `&&`, `||`, `!`. A signal that is not known makes it unknown, and
                a route needs a certain yes.

                | signal | is |
                |---|---|
                """);
        page.append(conditions.signals().values().stream()
                .sorted(Comparator.comparing(SignalKey::name))
                .map(key -> "| `%s` | %s |\n".formatted(key.name(), kind(key)))
                .collect(Collectors.joining()));
    }

    private static String kind(SignalKey<?> key) {
        return key.type() == Double.class ? "number" : key.type() == Boolean.class ? "flag" : "label";
    }
}
