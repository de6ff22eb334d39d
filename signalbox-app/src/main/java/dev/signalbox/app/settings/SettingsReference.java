package dev.signalbox.app.settings;

import dev.signalbox.app.condition.Vocabulary;
import dev.signalbox.app.settings.Shape.EnumShape;
import dev.signalbox.app.settings.Shape.Field;
import dev.signalbox.app.settings.Shape.ListShape;
import dev.signalbox.app.settings.Shape.MapShape;
import dev.signalbox.app.settings.Shape.RecordShape;
import dev.signalbox.app.settings.Shape.ScalarShape;
import dev.signalbox.app.settings.Shape.UnionShape;
import dev.signalbox.signal.SignalKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
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
    private final Set<UnionShape> unions = new LinkedHashSet<>();

    private SettingsReference() {}

    public static String markdown(Vocabulary conditions) {
        var reference = new SettingsReference();
        reference.group("", Shape.of(Settings.class));
        reference.unions.forEach(reference::union);
        reference.signals(conditions);
        return reference.page.toString();
    }

    private void group(String path, RecordShape group) {
        if (!path.isEmpty()) page.append("\n## `").append(path).append("`\n");
        table(group);
        for (var field : group.fields()) {
            var name = Wording.join(path, field.name());
            switch (field.shape()) {
                case RecordShape inner -> group(name, inner);
                case MapShape(RecordShape inner) -> group(name + ".NAME", inner);
                case MapShape(UnionShape union) -> unions.add(union);
                case ScalarShape _, EnumShape _, ListShape _, MapShape _, UnionShape _ -> {}
            }
        }
    }

    private void table(RecordShape group) {
        page.append("\n| setting | is | without it |\n|---|---|---|\n");
        for (var field : group.fields()) {
            var name = field.setting().inline() ? "" : "`%s`".formatted(field.name());
            page.append("| %s | %s %s | %s |\n".formatted(name, field.setting().about(), type(field), absent(field)));
        }
    }

    /// What is written in one of several forms, and the groups that these hold.
    private void union(UnionShape union) {
        page.append("""

                ## A %s

                A model's name, or one of these forms, told apart by their first setting. They nest.
                """.formatted(union.name()));
        for (var form : union.forms()) {
            page.append("\n### `").append(form.key()).append("`\n");
            table(form);
            for (var field : form.fields()) {
                if (field.shape() instanceof ListShape(RecordShape element, boolean _))
                    inner("Each of", field, element);
            }
        }
    }

    private void inner(String how, Field outer, RecordShape group) {
        page.append("\n%s `%s`:\n".formatted(how, outer.name()));
        table(group);
        for (var field : group.fields()) {
            if (field.shape() instanceof RecordShape inner) inner("Under", field, inner);
        }
    }

    private static String type(Field field) {
        var range = field.shape() instanceof ScalarShape(var type) ? Wording.range(type, field.setting()) : "";
        return "*%s%s.*".formatted(capital(words(field.shape())), range.isEmpty() ? "" : ", " + range);
    }

    private static String words(Shape shape) {
        return switch (shape) {
            case ScalarShape(var type) -> Scalars.kind(type).words();
            case EnumShape choice -> Wording.oneOf(choice.words());
            case ListShape(var element, boolean _) -> "list: " + words(element);
            case MapShape(RecordShape _) -> "names with settings, see below";
            case MapShape(UnionShape union) -> "names with a %s each, see below".formatted(union.name());
            case MapShape(var value) -> "names with values: " + words(value);
            case RecordShape _ -> "settings, see below";
            case UnionShape union -> "a %s, see below".formatted(union.name());
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

    private void signals(Vocabulary conditions) {
        page.append("""

                ## Signals in conditions

                A condition is written in [CEL](https://cel.dev). It compares a signal with a constant (`tokens > 500`, `language == "de"`,
                `language in ["de", "en"]`), names a flag, and joins such with `&&`, `||`, `!`. A signal that is not known makes it unknown, and
                a route (`when`) and an acceptance (`accept`) need a certain yes.

                | signal of a request, in `when` and `accept` | is |
                |---|---|
                """);
        var request = conditions.request().signals();
        rows(request.values());
        page.append("\n| signal of an answer, in `accept` | is |\n|---|---|\n");
        rows(conditions.answer().signals().values().stream()
                .filter(key -> !request.containsKey(key.name()))
                .toList());
    }

    private void rows(Collection<SignalKey<?>> keys) {
        page.append(keys.stream()
                .sorted(Comparator.comparing(SignalKey::name))
                .map(key -> "| `%s` | %s |\n".formatted(key.name(), kind(key)))
                .collect(Collectors.joining()));
    }

    private static String kind(SignalKey<?> key) {
        return key.type() == Double.class ? "number" : key.type() == Boolean.class ? "flag" : "label";
    }
}
