package dev.signalbox.standard.monitor;

/// Whether the words that come in say nothing new: few of the last [#WORDS] are different, and nearly all of them
/// follow the two before as they did before. That finds a phrase that comes again and again with other words between
/// ("had been inspired by the work of others and had been inspired by the work of others. He had been …"). It takes
/// constant time for a word. Not thread-safe.
final class WordMonotony {
    private static final int WORDS = 48;
    /// 0 of 2,928 recorded answers by models that were not in a loop have so few different words of so many foreseen.
    private static final int DIFFERENT_MAX = 14;

    private static final int FORESEEN_MIN = 39;
    /// Numbers and single letters are not what prose is made of.
    private static final int SPELT_MIN = 32;
    /// How far back a word may have been said.
    private static final int BACK = 96;

    private static final int PAIRS = 256;
    private static final int SLOTS = 1024;

    private final int[] words = new int[WORDS];
    private final boolean[] foreseen = new boolean[WORDS];
    private final boolean[] spelt = new boolean[WORDS];
    private final byte[] counts = new byte[SLOTS];
    /// After two words: those two, what came next, and when (from 1).
    private final int[] pairs = new int[PAIRS];

    private final int[] next = new int[PAIRS];
    private final int[] when = new int[PAIRS];

    private int count;
    private int different;
    private int foreseenNow;
    private int speltNow;
    private int before1;
    private int before2;

    /// @param letters whether it is a word of several letters
    void add(int word, boolean letters) {
        int pair = mixed(31 * before2 + before1);
        int place = pair & (PAIRS - 1);
        boolean asBefore =
                when[place] > 0 && count + 1 - when[place] <= BACK && pairs[place] == pair && next[place] == word;
        pairs[place] = pair;
        next[place] = word;
        when[place] = count + 1;
        before2 = before1;
        before1 = word;

        int at = count % WORDS;
        if (count >= WORDS) {
            if (--counts[words[at]] == 0) different--;
            if (foreseen[at]) foreseenNow--;
            if (spelt[at]) speltNow--;
        }
        words[at] = mixed(word) & (SLOTS - 1);
        foreseen[at] = asBefore;
        if (counts[words[at]]++ == 0) different++;
        spelt[at] = letters;
        if (asBefore) foreseenNow++;
        if (letters) speltNow++;
        count++;
    }

    private static int mixed(int word) {
        int hash = (word ^ word >>> 15) * 0x2c1b3c6d;
        return hash ^ hash >>> 12;
    }

    boolean isDeep() {
        return count >= WORDS && different <= DIFFERENT_MAX && foreseenNow >= FORESEEN_MIN && speltNow >= SPELT_MIN;
    }
}
