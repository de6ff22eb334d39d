package dev.signalbox.app.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The variables that a settings file may name: `${NAME}`, or `${NAME:-value}` where it may be missing. `$${` is a
/// plain `${`.
public record Environment(Function<String, Optional<String>> variables) {
    private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([^}:]*)(?::-([^}]*))?}");

    /// The process's own.
    public static Environment ofProcess() {
        return new Environment(name -> Optional.ofNullable(System.getenv(name)));
    }

    /// A variable's value; a variable that is set to nothing counts as missing.
    public Optional<String> get(String name) {
        return variables.apply(name).filter(value -> !value.isBlank());
    }

    /// A text with its variables filled in.
    ///
    /// @param missing the names that are not set and have no other value
    record Filled(String text, List<String> missing) {}

    Filled fill(String text) {
        var missing = new ArrayList<String>();
        var filled = REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found, missing)));
        return new Filled(filled, missing);
    }

    private String value(java.util.regex.MatchResult found, List<String> missing) {
        if (found.group().startsWith("$$")) return found.group().substring(1);
        var value = get(found.group(1));
        if (value.isPresent()) return value.get();
        if (found.group(2) != null) return found.group(2);
        missing.add(found.group(1));
        return "";
    }
}
