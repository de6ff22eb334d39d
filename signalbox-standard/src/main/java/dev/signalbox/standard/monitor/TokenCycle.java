package dev.signalbox.standard.monitor;

/// Whether the tokens that come in repeat themselves from one period to the next. Where the last few tokens were there
/// before, how long ago that was is the period; from then on each token is compared with the one a period before.
///
/// With `counting` numbers need not be the same, but must go on by the same step from period to period: `1.`, `2.`,
/// `3.` is a cycle, and a table of squares is none. It takes constant time for a token. Not thread-safe.
final class TokenCycle {
    static final int PERIOD_MAX = 120;

    /// More than two periods, so that steps can be compared.
    private static final int SIZE = 256;

    private static final int MASK = SIZE - 1;
    /// So many tokens that were there before are worth following.
    private static final int SEEN = 4;

    private static final int PLACES = 512;
    private static final int NUMBER = 0x6e756d;

    private final boolean counting;
    private final int[] tokens = new int[SIZE];
    private final int[] values;
    private final int[] starts = new int[SIZE];
    /// Where four tokens were last, by their hash's last bits: from 1, so that 0 is nowhere.
    private final int[] places = new int[PLACES];

    private int count;
    private int period;
    private int run;
    private int lettersAt = -1;

    TokenCycle(boolean counting) {
        this.counting = counting;
        this.values = counting ? new int[SIZE] : new int[0];
    }

    /// @param number what it is where it is one
    /// @param start where it begins in the text
    void add(int token, Kind kind, int number, int start) {
        int at = count & MASK;
        boolean counted = counting && kind == Kind.NUMBER;
        tokens[at] = counted ? NUMBER : token;
        starts[at] = start;
        if (counting) values[at] = number;
        if (kind == Kind.WORD) lettersAt = count;
        if (period > 0 && repeats(counted)) run++;
        else period = 0;
        count++;
        if (count < SEEN) return;
        int place = hash() & (PLACES - 1);
        if (period == 0) follow(places[place]);
        places[place] = count;
    }

    enum Kind {
        WORD,
        NUMBER,
        MARK
    }

    private boolean repeats(boolean counted) {
        int before = count - period;
        if (tokens[count & MASK] != tokens[before & MASK]) return false;
        if (!counted || run < period || before < period) return true;
        int step = values[before & MASK] - values[(before - period) & MASK];
        return values[count & MASK] - values[before & MASK] == step;
    }

    private int hash() {
        int hash = 0;
        for (int back = 1; back <= SEEN; back++) hash = 31 * hash + tokens[(count - back) & MASK];
        hash ^= hash >>> 15;
        hash *= 0x2c1b3c6d;
        return hash ^ hash >>> 12;
    }

    private void follow(int before) {
        if (before == 0 || count - before > PERIOD_MAX) return;
        for (int back = 1; back <= SEEN; back++) {
            if (tokens[(count - back) & MASK] != tokens[(before - back) & MASK]) return;
        }
        period = count - before;
        run = SEEN;
    }

    /// How many tokens the period has; 0 where there is none.
    int period() {
        return period;
    }

    /// How many tokens are as those a period before.
    int run() {
        return period == 0 ? 0 : run;
    }

    /// How often the period was said, whole or begun.
    int times() {
        return period == 0 ? 0 : 1 + (run + period - 1) / period;
    }

    /// Whether a word is in the period.
    boolean hasLetters() {
        return count - lettersAt <= period;
    }

    /// Where in the text the cycle begins, as far as it is remembered.
    int start() {
        int first = Math.max(Math.max(0, count - SIZE), count - run - period);
        return starts[first & MASK];
    }
}
