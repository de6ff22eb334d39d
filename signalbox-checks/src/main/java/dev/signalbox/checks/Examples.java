package dev.signalbox.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The examples of a prompt that can be run: `assert` lines, and doctests (`>>> f(1)` and what it gives).
///
/// @param imports the prompt's own import lines, which its function may need
/// @param doctests the prompt where it holds doctests; empty where it holds none
record Examples(String imports, List<String> asserts, String doctests) {
    private static final int EXAMPLES_MAX = 20;

    private static final Pattern ASSERT = Pattern.compile("(?m)^[ \\t]*(assert[ (].{1,2000})$");
    private static final Pattern DOCTEST = Pattern.compile("(?m)^[ \\t]*>>> ?\\S");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^(?:import [\\w., ]+|from [\\w.]+ import [\\w.,* ()]+)$");
    /// What ends a docstring would be read as a part of the last example's result.
    private static final Pattern QUOTES = Pattern.compile("\"\"\"|'''|```");

    static Examples in(String prompt) {
        var asserts = new ArrayList<String>();
        for (var found = ASSERT.matcher(prompt); found.find() && asserts.size() < EXAMPLES_MAX; ) {
            asserts.add(found.group(1).strip());
        }
        var imports =
                IMPORT.matcher(prompt).results().map(found -> found.group().strip());
        var doctests = DOCTEST.matcher(prompt).find() ? QUOTES.matcher(prompt).replaceAll("\n\n") : "";
        return new Examples(imports.collect(Collectors.joining("\n")), asserts, doctests);
    }

    boolean areNone() {
        return asserts.isEmpty() && doctests.isEmpty();
    }
}
