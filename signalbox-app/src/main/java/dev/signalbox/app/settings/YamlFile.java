package dev.signalbox.app.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A YAML text, its places, and the mistakes found in it. Used by one thread.
final class YamlFile {
    private final String name;
    private final String text;
    private final List<Problem> problems = new ArrayList<>();
    private @Nullable Node root;

    YamlFile(String name, String text) {
        this.name = name;
        this.text = text;
    }

    record Entry(Node key, Node value) {}

    List<Problem> problems() {
        return problems.stream().sorted().toList();
    }

    /// The file's one document; empty where it has none. A text that is not YAML is a mistake.
    Optional<Node> root() {
        try {
            var composed = compose(text);
            root = composed.orElse(null);
            return composed;
        } catch (MarkedYamlEngineException unreadable) {
            var hint = text.contains("${") ? " (inside `{…}`, `${NAME}` needs quotes)" : "";
            add(unreadable.getProblemMark(), "this is not YAML: " + unreadable.getProblem() + hint);
        } catch (YamlEngineException unreadable) {
            add(Optional.empty(), "this is not YAML: " + unreadable.getMessage());
        }
        return Optional.empty();
    }

    /// The names that a setting may use, each with its place.
    ///
    /// @param where the map or list that they stand in
    record Names(String where, Map<String, Node> known) {}

    /// The names under a top-level map, and where they stand.
    Map<String, Node> keys(String map) {
        return names(map, "").known();
    }

    /// The names in the map or list that a reference leads to.
    ///
    /// @param reference such as `models`, or `routes.*.models`: the star is the entry in which `path` stands
    Names names(String reference, String path) {
        var at = root;
        var where = "";
        for (var step : reference.split("\\.")) {
            if (!(at instanceof MappingNode map)) return new Names(reference, Map.of());
            var entries = entries(map);
            var key = step.equals("*") ? entryOf(path, where, entries) : step;
            where = Wording.join(where, key);
            at = entries.get(key) instanceof Entry entry ? entry.value() : null;
        }
        return new Names(where, names(at));
    }

    private static String entryOf(String path, String where, Map<String, Entry> entries) {
        return entries.keySet().stream()
                .filter(key -> path.startsWith(where + "." + key + "."))
                .max(Comparator.comparingInt(String::length))
                .orElse("*");
    }

    private Map<String, Node> names(@Nullable Node node) {
        var names = new LinkedHashMap<String, Node>();
        if (node instanceof MappingNode map) entries(map).forEach((name, entry) -> names.put(name, entry.key()));
        if (node instanceof SequenceNode list) {
            for (var element : list.getValue()) {
                if (element instanceof ScalarNode name) names.put(name.getValue(), name);
            }
        }
        return names;
    }

    /// A piece of YAML that is known to be right.
    static Node node(String yaml) {
        return compose(yaml).orElseThrow();
    }

    private static Optional<Node> compose(String yaml) {
        return new Compose(LoadSettings.builder().setUseMarks(true).build()).composeString(yaml);
    }

    /// A map's entries; of two with one key the last.
    Map<String, Entry> entries(MappingNode map) {
        var entries = new LinkedHashMap<String, Entry>();
        for (var tuple : map.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                entries.put(key.getValue(), new Entry(key, tuple.getValueNode()));
            }
        }
        return entries;
    }

    /// As [#entries]; a key that comes twice, or is no text, is a mistake.
    Map<String, Entry> entriesOnce(MappingNode map, String path) {
        var entries = entries(map);
        for (var tuple : map.getValue()) {
            var key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode scalar)) {
                wrong(key, "a name under `%s` must be a text".formatted(path));
            } else if (entries.get(scalar.getValue()) instanceof Entry kept && kept.key() != key) {
                wrong(
                        kept.key(),
                        "`%s` comes twice"
                                .formatted(path.isEmpty() ? scalar.getValue() : path + "." + scalar.getValue()));
            }
        }
        return entries;
    }

    /// Notes a mistake at a node; without one, at the file.
    void wrong(@Nullable Node node, String message) {
        add(node == null ? Optional.empty() : node.getStartMark(), message);
    }

    /// Notes a mistake inside a scalar.
    ///
    /// @param line in the scalar's text, from 1; 0 for the scalar as a whole
    /// @param column from 0
    void wrong(ScalarNode node, int line, int column, String message) {
        var start = node.getStartMark();
        if (line == 0 || start.isEmpty()) {
            wrong(node, message);
            return;
        }
        int atLine = start.get().getLine() + 1;
        int atColumn = start.get().getColumn() + 1;
        if (node.getScalarStyle() == ScalarStyle.LITERAL) {
            var lines = text.lines().toList();
            int first = atLine; // the line after the `|`, counted from 0
            atLine += line;
            atColumn = indentation(lines.get(first)) + column + 1;
        } else if (line == 1 && !node.getValue().contains("\n")) {
            atColumn += column + (node.isPlain() ? 0 : 1);
        }
        problems.add(new Problem(name, atLine, atColumn, message));
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }

    private void add(Optional<Mark> mark, String message) {
        problems.add(new Problem(
                name,
                mark.map(at -> at.getLine() + 1).orElse(0),
                mark.map(at -> at.getColumn() + 1).orElse(0),
                message));
    }
}
