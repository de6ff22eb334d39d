package dev.signalbox.standard.monitor;

/// Tells, character by character, what of an answer is said in a language: neither fenced code nor a formula in LaTeX
/// (`\(…\)`, `\[…\]`, `$$…$$`), whose words are of none. Not thread-safe.
final class Prose {
    /// What has not been closed for so long was no formula.
    private static final int FORMULA_CHARS = 500;

    private int ticks;
    private boolean fenced;
    private int formula;
    private char before;

    /// Whether the next character belongs to it.
    boolean reads(char c) {
        ticks = c == '`' ? ticks + 1 : 0;
        if (ticks == 3) fenced = !fenced;
        if (fenced || c == '`') return false;
        boolean inside = formula > 0;
        boolean dollars = before == '$' && c == '$';
        boolean opens = before == '\\' && (c == '(' || c == '[') || dollars && !inside;
        boolean closes = before == '\\' && (c == ')' || c == ']') || dollars && inside;
        if (opens) formula = FORMULA_CHARS;
        else if (closes) formula = 0;
        else if (inside) formula--;
        before = dollars ? 0 : c;
        return !inside && !opens && c != '\\';
    }
}
