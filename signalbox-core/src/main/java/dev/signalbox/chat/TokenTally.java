package dev.signalbox.chat;

/// About how many tokens a text has, added up piece by piece from the kinds of its characters. One pass, no tokenizer:
/// within a fifth of the common ones for English, and between the best and the worst of them for other scripts, which
/// differ by a factor of four. What a model really counts is learnt from its reports
/// ([dev.signalbox.estimate.TokenRates]).
///
/// Not thread-safe. Pieces may be cut anywhere.
public final class TokenTally {
    /// An unbroken run of letters and digits that is longer than this is no word.
    private static final int WORD_CHARS_MAX = 32;

    private static final double PROSE = 0.25;
    private static final double LETTER = 0.22;
    private static final double DIGIT = 0.4;
    private static final double MARK = 0.5;
    private static final double ACCENTED = 0.45;
    private static final double CYRILLIC = 0.4;
    private static final double CJK = 0.85;
    private static final double OTHER = 0.6;
    private static final double ENCODED = 0.7;
    /// A surrogate is half of a character.
    private static final double HALF = 1;

    /// What the chat format adds to every message, and to the whole.
    private static final int MESSAGE_TOKENS = 4;

    private static final int CONVERSATION_TOKENS = 3;
    /// OpenAI's count for a picture of 1024 by 1024. A picture's size is not known here.
    private static final int IMAGE_TOKENS = 765;

    private final double[] tokens = new double[Script.values().length];
    private double added;
    private int runChars;
    private double runTokens;

    /// What a request asks, with its tools and pictures and what the chat format adds.
    public static TokenTally of(Request request) {
        var tally = new TokenTally();
        tally.added = CONVERSATION_TOKENS;
        for (var message : request.messages()) {
            tally.added += MESSAGE_TOKENS;
            for (var part : message.parts()) {
                switch (part) {
                    case Part.Text(var text) -> tally.add(text);
                    case Part.Media media when media.kind() == Part.Kind.IMAGE -> tally.added += IMAGE_TOKENS;
                    case Part.Media _, Part.Other _ -> {}
                }
            }
            for (var call : message.toolCalls()) tally.add(call.name()).add(call.arguments());
        }
        for (var tool : request.tools()) tally.add(tool.definition().toString());
        return tally;
    }

    /// Adds a piece of text.
    public TokenTally add(CharSequence text) {
        for (int i = 0; i < text.length(); i++) add(text.charAt(i));
        return this;
    }

    /// Adds so many letters of text that is not kept, as prose.
    public TokenTally addProse(long letters) {
        tokens[Script.LATIN.ordinal()] += letters * PROSE;
        return this;
    }

    private void add(char letter) {
        if (letter < 128) {
            if (letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z') run(LETTER);
            else if (letter >= '0' && letter <= '9') run(DIGIT);
            else if (letter == '+' || letter == '/' || letter == '=' || letter == '_' || letter == '-') run(MARK);
            else {
                endRun();
                if (letter != ' ') tokens[Script.LATIN.ordinal()] += MARK;
            }
            return;
        }
        endRun();
        if (letter < 0x250) tokens[Script.LATIN.ordinal()] += ACCENTED;
        else if (letter >= 0x400 && letter < 0x530) tokens[Script.CYRILLIC.ordinal()] += CYRILLIC;
        else if (isCjk(letter)) tokens[Script.CJK.ordinal()] += CJK;
        else tokens[Script.OTHER.ordinal()] += Character.isSurrogate(letter) ? HALF : OTHER;
    }

    private static boolean isCjk(char letter) {
        return letter >= 0x2E80 && letter < 0xA000
                || letter >= 0xAC00 && letter < 0xD7B0
                || letter >= 0xF900 && letter < 0xFB00
                || letter >= 0xFF00;
    }

    private void run(double each) {
        runChars++;
        runTokens += each;
    }

    private void endRun() {
        if (runChars == 0) return;
        if (runChars > WORD_CHARS_MAX) tokens[Script.ENCODED.ordinal()] += runChars * ENCODED;
        else tokens[Script.LATIN.ordinal()] += runTokens;
        runChars = 0;
        runTokens = 0;
    }

    /// The tokens of all text so far.
    public double tokens() {
        double sum = added + (runChars > WORD_CHARS_MAX ? runChars * ENCODED : runTokens);
        for (double each : tokens) sum += each;
        return sum;
    }

    /// In which script most of the tokens are; LATIN where there are none.
    public Script script() {
        var most = Script.LATIN;
        double best = 0;
        for (var script : Script.values()) {
            double its = tokens[script.ordinal()];
            if (script == (runChars > WORD_CHARS_MAX ? Script.ENCODED : Script.LATIN)) {
                its += runChars > WORD_CHARS_MAX ? runChars * ENCODED : runTokens;
            }
            if (its > best) {
                best = its;
                most = script;
            }
        }
        return most;
    }
}
