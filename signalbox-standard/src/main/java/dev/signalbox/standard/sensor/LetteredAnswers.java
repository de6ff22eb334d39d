package dev.signalbox.standard.sensor;

/// The lettered answers of a multiple-choice question: `A)`, `(A)`, `A.` or `A:`, each at the beginning of a line, or
/// in brackets anywhere.
final class LetteredAnswers {
    private LetteredAnswers() {}

    /// True where two answers or more are lettered in order.
    static boolean areIn(String text) {
        int lettered = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if ((c == ')' || c == '.' || c == ':') && markedAt(text, at) == lettered && ++lettered == 2) return true;
        }
        return false;
    }

    /// The place in the alphabet of the answer that the mark at `at` letters, or -1 where it letters none.
    static int markedAt(String text, int at) {
        if (at == 0) return -1;
        char letter = text.charAt(at - 1);
        if (letter < 'A' || letter > 'J') return -1;
        boolean bracketed = at >= 2 && text.charAt(at - 2) == '(';
        if (bracketed) return text.charAt(at) == ')' ? letter - 'A' : -1;
        int before = at - 2;
        while (before >= 0 && text.charAt(before) == ' ') before--;
        return before < 0 || text.charAt(before) == '\n' ? letter - 'A' : -1;
    }
}
