package dev.signalbox.standard.sensor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Program code in a text: fenced, or told by lines that begin or end as code does. Read line by line, each once.
///
/// @param present whether there is code
/// @param language one of a closed list of names, so that it never gives the text away; empty where it does not show
record CodeForm(boolean present, Optional<String> language) {
    /// How a line of one language begins, and what it holds further on.
    private record Cue(String begins, String holds, String language) {}

    private static final List<Cue> CUES = List.of(
            new Cue("def ", ":", "python"),
            new Cue("elif ", ":", "python"),
            new Cue("from ", " import ", "python"),
            new Cue("import numpy", "", "python"),
            new Cue("import pandas", "", "python"),
            new Cue("print(", ")", "python"),
            new Cue("import java", ";", "java"),
            new Cue("public class ", "", "java"),
            new Cue("public static ", "(", "java"),
            new Cue("private ", ";", "java"),
            new Cue("const ", "=", "javascript"),
            new Cue("let mut ", "=", "rust"),
            new Cue("let ", ";", "javascript"),
            new Cue("function ", ")", "javascript"),
            new Cue("console.log(", "", "javascript"),
            new Cue("interface ", "{", "typescript"),
            new Cue("#include <iostream", "", "cpp"),
            new Cue("std::", "", "cpp"),
            new Cue("using namespace ", "", "cpp"),
            new Cue("#include", "", "c"),
            new Cue("int main(", "", "c"),
            new Cue("using System", ";", "csharp"),
            new Cue("package main", "", "go"),
            new Cue("func ", "{", "go"),
            new Cue("fn ", "{", "rust"),
            new Cue("SELECT ", "", "sql"),
            new Cue("INSERT INTO ", "", "sql"),
            new Cue("CREATE TABLE ", "", "sql"),
            new Cue("#!/bin/", "", "bash"),
            new Cue("sudo ", "", "bash"),
            new Cue("<!DOCTYPE", "", "html"),
            new Cue("<html", "", "html"),
            new Cue("<div", ">", "html"),
            new Cue("<?php", "", "php"));

    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("python", "python"),
            Map.entry("py", "python"),
            Map.entry("java", "java"),
            Map.entry("javascript", "javascript"),
            Map.entry("js", "javascript"),
            Map.entry("jsx", "javascript"),
            Map.entry("typescript", "typescript"),
            Map.entry("ts", "typescript"),
            Map.entry("tsx", "typescript"),
            Map.entry("c", "c"),
            Map.entry("cpp", "cpp"),
            Map.entry("c++", "cpp"),
            Map.entry("csharp", "csharp"),
            Map.entry("cs", "csharp"),
            Map.entry("c#", "csharp"),
            Map.entry("go", "go"),
            Map.entry("golang", "go"),
            Map.entry("rust", "rust"),
            Map.entry("rs", "rust"),
            Map.entry("ruby", "ruby"),
            Map.entry("rb", "ruby"),
            Map.entry("php", "php"),
            Map.entry("kotlin", "kotlin"),
            Map.entry("swift", "swift"),
            Map.entry("scala", "scala"),
            Map.entry("r", "r"),
            Map.entry("sql", "sql"),
            Map.entry("bash", "bash"),
            Map.entry("sh", "bash"),
            Map.entry("shell", "bash"),
            Map.entry("html", "html"),
            Map.entry("css", "css"),
            Map.entry("json", "json"),
            Map.entry("yaml", "yaml"),
            Map.entry("yml", "yaml"),
            Map.entry("xml", "xml"));

    private static final int LABEL_CHARS_MAX = 12;
    private static final int LINES_THAT_TELL = 2;

    static CodeForm of(String text) {
        @Nullable String language = null;
        int lines = 0;
        boolean fenced = false;
        for (int from = 0; from < text.length(); ) {
            int newline = text.indexOf('\n', from);
            int next = newline < 0 ? text.length() : newline;
            int begin = skipBlanks(text, from, next);
            int end = endOfLine(text, begin, next);
            if (text.startsWith("```", begin)) {
                fenced = true;
                if (language == null) language = label(text, begin + 3, end);
            } else if (begin < end) {
                var cue = cue(text, begin, end);
                if (cue != null) {
                    lines += LINES_THAT_TELL;
                    if (language == null) language = cue.language;
                } else if (endsAsCode(text, begin, end)) lines++;
            }
            from = next + 1;
        }
        boolean present = fenced || lines >= LINES_THAT_TELL;
        return new CodeForm(present, Optional.ofNullable(present ? language : null));
    }

    private static @Nullable String label(String text, int from, int to) {
        return to > from && to - from <= LABEL_CHARS_MAX
                ? LABELS.get(text.substring(from, to).toLowerCase(java.util.Locale.ROOT))
                : null;
    }

    private static @Nullable Cue cue(String text, int from, int to) {
        char last = text.charAt(to - 1);
        // A sentence that begins as code does ("Let us…", "From here we import…") still ends as a sentence.
        if (last == '.' || last == '?' || last == '!') return null;
        for (var cue : CUES) {
            if (text.charAt(from) != cue.begins.charAt(0) || !text.startsWith(cue.begins, from)) continue;
            int at = text.indexOf(cue.holds, from + cue.begins.length(), to);
            if (at >= 0) return cue;
        }
        return null;
    }

    private static boolean endsAsCode(String text, int from, int to) {
        char last = text.charAt(to - 1);
        if (last == ';') return true;
        // A brace also ends a line of mathematics (`\end{array}`): there a backslash is in it.
        if (last == '{' || last == '}') return text.indexOf('\\', from, to) < 0;
        return last == ':' && to - from > 2 && text.charAt(to - 2) == ')';
    }

    private static int skipBlanks(String text, int from, int to) {
        int at = from;
        while (at < to && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) at++;
        return at;
    }

    private static int endOfLine(String text, int from, int to) {
        int at = to;
        while (at > from && text.charAt(at - 1) <= ' ') at--;
        return at;
    }
}
