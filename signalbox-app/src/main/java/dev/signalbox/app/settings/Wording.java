package dev.signalbox.app.settings;

import dev.signalbox.Nearest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// The words that mistakes and the reference page are told in.
final class Wording {
    private Wording() {}

    /// What stands in the file, not what a variable made of it: that may be a secret.
    static String written(Node node) {
        return "`%s`".formatted(((ScalarNode) node).getValue());
    }

    /// The range in words, empty where there is none.
    static String range(Class<?> type, Setting setting) {
        var unit = type == Duration.class ? " ms" : type == Bytes.class ? " bytes" : "";
        boolean from = Double.isFinite(setting.least());
        boolean to = Double.isFinite(setting.most());
        if (from && to) return "from %s to %s".formatted(number(setting.least()), number(setting.most())) + unit;
        return from
                ? number(setting.least()) + unit + " or more"
                : to ? number(setting.most()) + unit + " or less" : "";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    static String oneOf(List<String> words) {
        return "one of " + quoted(words);
    }

    static String quoted(Collection<String> words) {
        return words.stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
    }

    /// The end of an error that names an unknown thing.
    static String nearest(String written, Collection<String> known) {
        var near = didYouMean(written, known);
        return near.isEmpty() && !known.isEmpty() ? " Known: %s.".formatted(quoted(known)) : near;
    }

    static String didYouMean(String written, Collection<String> known) {
        return Nearest.to(written, known).map(" Did you mean `%s`?"::formatted).orElse("");
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
