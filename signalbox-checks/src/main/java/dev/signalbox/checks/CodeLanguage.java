package dev.signalbox.checks;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.treesitter.TSLanguage;
import org.treesitter.TreeSitterGo;
import org.treesitter.TreeSitterJava;
import org.treesitter.TreeSitterJavascript;
import org.treesitter.TreeSitterPython;
import org.treesitter.TreeSitterSql;
import org.treesitter.TreeSitterTypescript;

/// The languages whose syntax is checked: the tags of their code blocks, what shows them where there is no tag, and
/// their grammar. JSON has a stricter reader of its own, see [JsonText].
enum CodeLanguage {
    PYTHON(
            List.of("python", "py", "python3", "py3"),
            "(?m)^[ \\t]*+(?:def \\w+\\(.*\\).*:|class \\w+.*:|from \\w[\\w.]* import |import \\w+\\s*$|elif .*:|if __name__)",
            TreeSitterPython::new,
            List.of()),
    JAVA(
            List.of("java"),
            "(?m)^[ \\t]*+(?:public|private|protected)\\s+(?:static |final |abstract )*(?:class|interface|enum|record|void|int|String|boolean)\\b|System\\.out\\.|^import java",
            TreeSitterJava::new,
            List.of()),
    TYPESCRIPT(
            List.of("typescript", "ts"),
            "(?m)^[ \\t]*+(?:export )?(?:interface|type) \\w+(?:<.*>)? ?[={]|\\b(?:const|let) \\w+: \\w+",
            TreeSitterTypescript::new,
            List.of()),
    JAVASCRIPT(
            List.of("javascript", "js", "jsx", "mjs", "cjs", "node"),
            "(?m)^[ \\t]*+(?:const|let|var) [\\w{\\[]|=>|\\bconsole\\.log\\(|^[ \\t]*+(?:async )?function \\w+\\(|^[ \\t]*+module\\.exports",
            TreeSitterJavascript::new,
            List.of()),
    GO(
            List.of("go", "golang"),
            "(?m)^package \\w+\\s*$|^func (?:\\(.*\\) )?\\w+\\(.*\\{\\s*$",
            TreeSitterGo::new,
            // Statements alone are no Go file, and are usual in an answer.
            List.of("func _() {\n%s\n}")),
    SQL(
            List.of("sql", "postgresql", "postgres", "mysql", "sqlite", "plsql", "tsql"),
            "(?im)^[ \\t]*+(?:select\\b[\\s\\S]+\\bfrom\\b|create (?:table|view|index)\\b|insert into\\b|update \\w+ set\\b|with \\w+ as \\()",
            TreeSitterSql::new,
            List.of());

    private final List<String> tags;
    private final Pattern hint;
    private final Supplier<TSLanguage> grammar;
    /// Forms in which a piece of a program is tried once more.
    private final List<String> frames;

    CodeLanguage(List<String> tags, String hint, Supplier<TSLanguage> grammar, List<String> frames) {
        this.tags = tags;
        this.hint = Pattern.compile(hint);
        this.grammar = grammar;
        this.frames = frames;
    }

    /// @param tag the word after a fence
    static Optional<CodeLanguage> tagged(String tag) {
        return Arrays.stream(values())
                .filter(language -> language.tags.contains(tag))
                .findFirst();
    }

    /// The only language that the code looks like.
    static Optional<CodeLanguage> guessed(String code) {
        var likely = Arrays.stream(values())
                .filter(language -> BoundedText.find(language.hint, code)[0] >= 0)
                .toList();
        return likely.size() == 1 ? Optional.of(likely.getFirst()) : Optional.empty();
    }

    TSLanguage grammar() {
        return grammar.get();
    }

    List<String> frames() {
        return frames;
    }

    @Override
    public String toString() {
        return switch (this) {
            case PYTHON -> "Python";
            case JAVA -> "Java";
            case TYPESCRIPT -> "TypeScript";
            case JAVASCRIPT -> "JavaScript";
            case GO -> "Go";
            case SQL -> "SQL";
        };
    }
}
