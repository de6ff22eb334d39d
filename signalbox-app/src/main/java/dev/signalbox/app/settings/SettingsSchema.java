package dev.signalbox.app.settings;

import dev.signalbox.app.settings.Shape.EnumShape;
import dev.signalbox.app.settings.Shape.Field;
import dev.signalbox.app.settings.Shape.ListShape;
import dev.signalbox.app.settings.Shape.MapShape;
import dev.signalbox.app.settings.Shape.RecordShape;
import dev.signalbox.app.settings.Shape.ScalarShape;
import dev.signalbox.app.settings.Shape.UnionShape;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The settings file as JSON Schema, for editors that complete and check while one writes.
public final class SettingsSchema {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FROM_ENVIRONMENT = "\\$\\{[^}]+\\}";

    private final ObjectNode definitions;

    private SettingsSchema(ObjectNode definitions) {
        this.definitions = definitions;
    }

    public static String json() {
        var root = JSON.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Signalbox settings");
        var definitions = JSON.createObjectNode();
        new SettingsSchema(definitions).group(root, Shape.of(Settings.class));
        root.set("$defs", definitions);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private void group(ObjectNode node, RecordShape group) {
        node.put("type", "object");
        node.put("additionalProperties", false);
        var properties = node.putObject("properties");
        for (var field : group.fields()) {
            var property = properties.putObject(field.name());
            property.put("description", field.setting().about());
            shape(property, field.shape(), field.setting());
            absent(property, field);
        }
        var required =
                group.fields().stream().filter(Field::required).map(Field::name).toList();
        if (!required.isEmpty()) required.forEach(node.putArray("required")::add);
    }

    /// Editors show the default; that of a group is shown at its parts.
    private static void absent(ObjectNode property, Field field) {
        var absent = field.setting().absent();
        if (absent.isEmpty() || !(field.shape() instanceof ScalarShape(var type))) return;
        switch (Scalars.kind(type).jsonType()) {
            case "integer", "number" -> property.put("default", Double.parseDouble(absent));
            case "boolean" -> property.put("default", Boolean.parseBoolean(absent));
            default -> property.put("default", absent.replace("\"", ""));
        }
    }

    private void shape(ObjectNode node, Shape shape, Setting setting) {
        switch (shape) {
            case ScalarShape(var type) -> scalar(node, Scalars.kind(type), setting);
            case EnumShape choice -> {
                var some = node.putArray("anyOf");
                choice.words().forEach(some.addObject().put("type", "string").putArray("enum")::add);
                fromEnvironment(some.addObject());
            }
            case ListShape(var element, boolean unique) -> {
                node.put("type", "array");
                if (unique) node.put("uniqueItems", true);
                shape(node.putObject("items"), element, setting);
            }
            case MapShape(var value) -> {
                node.put("type", "object");
                shape(node.putObject("additionalProperties"), value, setting);
            }
            case RecordShape group
            when group.inline().isPresent() ->
                defined(node, Shape.word(group.type()), group.inline().get(), group.own());
            case RecordShape group -> group(node, group);
            case UnionShape union -> defined(node, union.name(), union, List.of());
        }
    }

    /// What may hold itself is written once, under a name, and referred to.
    private void defined(ObjectNode node, String name, UnionShape union, List<Field> beside) {
        node.put("$ref", "#/$defs/" + name);
        if (!definitions.has(name)) forms(definitions.putObject(name), union, beside);
    }

    /// A text for the first form, or any form's settings.
    ///
    /// @param beside the settings that stand beside each form's
    private void forms(ObjectNode node, UnionShape union, List<Field> beside) {
        var some = node.putArray("anyOf");
        some.addObject().put("type", "string");
        for (var form : union.forms()) {
            var fields = new ArrayList<>(form.fields());
            fields.addAll(beside);
            group(some.addObject(), new RecordShape(form.type(), fields));
        }
    }

    /// A value, or a text that a variable makes into one.
    private static void scalar(ObjectNode node, Scalars.Kind kind, Setting setting) {
        if (kind.jsonType().equals("string") && kind.pattern().isEmpty()) {
            node.put("type", "string");
            return;
        }
        var some = node.putArray("anyOf");
        var plain = some.addObject().put("type", kind.jsonType());
        if (!kind.pattern().isEmpty()) plain.put("pattern", kind.pattern());
        if (kind.bareNumbers()) range(some.addObject().put("type", "integer"), setting);
        if (!kind.jsonType().equals("string")) range(plain, setting);
        fromEnvironment(some.addObject());
    }

    private static void range(ObjectNode node, Setting setting) {
        if (Double.isFinite(setting.least())) node.put("minimum", setting.least());
        if (Double.isFinite(setting.most())) node.put("maximum", setting.most());
    }

    private static void fromEnvironment(ObjectNode node) {
        node.put("type", "string").put("pattern", FROM_ENVIRONMENT);
    }
}
