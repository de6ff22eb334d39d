package dev.signalbox.checks;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTreeCursor;

/// The syntax of a piece of code, by tree-sitter's grammars. They are written for editors and forgive what a compiler
/// would not (a Python body that is not indented), but what they call an error is one. Thread-safe: each call has its
/// own parser.
final class Syntax {
    /// Where the first error is. Lines and columns count from 1.
    record Flaw(int line, int column, String what) {
        @Override
        public String toString() {
            return "line %d, column %d: %s".formatted(line, column, what);
        }
    }

    private Syntax() {}

    /// The first error; empty where the code parses as it is, or as a piece of a program.
    static Optional<Flaw> flaw(CodeLanguage language, String code) {
        var grammar = language.grammar();
        var flaw = parse(grammar, code);
        if (flaw.isEmpty()) return flaw;
        for (var frame : language.frames()) {
            if (parse(grammar, frame.formatted(code)).isEmpty()) return Optional.empty();
        }
        return flaw;
    }

    private static Optional<Flaw> parse(TSLanguage grammar, String code) {
        // The parser takes UTF-8 only, which has no halves of characters.
        var wellFormed = new String(code.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        try (var parser = new TSParser()) {
            parser.setLanguage(grammar);
            try (var tree = parser.parseString(null, wellFormed)) {
                var root = tree.getRootNode();
                return root.hasError() ? Optional.of(firstFlaw(root, wellFormed)) : Optional.empty();
            }
        }
    }

    /// Down the tree along the first child that holds an error. A loop, since a hostile tree is deep.
    private static Flaw firstFlaw(TSNode root, String code) {
        try (var cursor = new TSTreeCursor(root)) {
            var at = root;
            while (!at.isError() && !at.isMissing() && cursor.gotoFirstChild()) {
                at = cursor.currentNode();
                while (!at.hasError() && !at.isError() && !at.isMissing() && cursor.gotoNextSibling()) {
                    at = cursor.currentNode();
                }
            }
            return flaw(at, code);
        }
    }

    private static Flaw flaw(TSNode node, String code) {
        var start = node.getStartPoint();
        int line = start.getRow() + 1;
        if (node.isMissing()) return new Flaw(line, start.getColumn() + 1, "expected `" + node.getType() + "`");
        var bytes = code.getBytes(StandardCharsets.UTF_8);
        int from = Math.clamp(node.getStartByte(), 0, bytes.length);
        int length = Math.min(240, bytes.length - from);
        var got = new String(bytes, from, length, StandardCharsets.UTF_8);
        return new Flaw(line, start.getColumn() + 1, "cannot read " + Excerpt.of(got, 40));
    }
}
