package dev.signalbox;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// The "did you mean" of every error that names an unknown thing.
public final class Nearest {
    private Nearest() {}

    /// The known name that differs least from what was written, if it is near enough to be a slip: at most a third of
    /// its letters, by Damerau's edits (insert, delete, replace, swap), letter case aside.
    public static Optional<String> to(String written, Collection<String> known) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (var name : known) {
            int distance = distance(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = name;
            }
        }
        if (best == null || bestDistance > Math.max(1, best.length() / 3)) return Optional.empty();
        return Optional.of(best);
    }

    private static int distance(String a, String b) {
        // Names are short; a long text is no slip of one, and must not cost quadratic time.
        if (Math.abs(a.length() - b.length()) > 32 || a.length() > 256) return Integer.MAX_VALUE;
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) rows[i][0] = i;
        for (int j = 0; j <= b.length(); j++) rows[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replaced = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int shifted = Math.min(rows[i - 1][j], rows[i][j - 1]) + 1;
                rows[i][j] = Math.min(replaced, shifted);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[a.length()][b.length()];
    }
}
