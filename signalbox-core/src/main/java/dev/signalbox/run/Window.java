package dev.signalbox.run;

import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.TextEnd;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The end of an answer that the client has not heard yet. It hears whole chunks, up to where a sentence or a line
/// ends, so that an answer that is cut there reads well. Not thread-safe.
final class Window {
    /// A text without any end of a sentence may not be held back for ever.
    private static final int PATIENCE = 4;

    private final Sink client;
    private final int chars;
    private final @Nullable StringBuilder told;
    private final ArrayDeque<Kept> tail = new ArrayDeque<>();
    private final ArrayDeque<Chunk> passed = new ArrayDeque<>();
    private int tailChars;
    private int passedChars;
    private long passedAtMs;
    private char last = '\n';
    private char beforeLast = '\n';
    private String route = "";
    private String model = "";
    private boolean open;

    /// @param safe whether the chunk begins where the text before it may end
    /// @param atMs when it came
    private record Kept(Chunk chunk, int chars, boolean safe, long atMs) {}

    /// @param chars how much is kept back at least
    /// @param remembering whether what was told is kept, for another model to go on from
    Window(Sink client, int chars, boolean remembering) {
        this.client = client;
        this.chars = chars;
        this.told = remembering ? new StringBuilder() : null;
    }

    void opening(String route, String model) {
        this.route = route;
        this.model = model;
    }

    /// Who speaks; empty where nobody has.
    String model() {
        return model;
    }

    /// True when the client has heard something.
    boolean isOpen() {
        return open;
    }

    /// What the client has heard; empty where that is not remembered.
    String told() {
        return told == null ? "" : told.toString();
    }

    /// @param nowMs the steady time, in milliseconds
    void add(Chunk chunk, long nowMs) {
        int length = 0;
        boolean safe = false;
        for (var delta : chunk.deltas()) {
            var text = delta.text();
            if (text.isEmpty()) continue;
            if (length == 0) safe = TextEnd.isBetween(beforeLast, last, text.charAt(0));
            length += text.length();
            beforeLast = text.length() > 1 ? text.charAt(text.length() - 2) : last;
            last = text.charAt(text.length() - 1);
        }
        tail.add(new Kept(chunk, length, safe, nowMs));
        tailChars += length;
    }

    /// Keeps this in place of all that is kept. Nothing may have been told.
    void replace(Chunk chunk, long nowMs) {
        tail.clear();
        passed.clear();
        passedChars = 0;
        tailChars = 0;
        add(chunk, nowMs);
    }

    /// Tells what has slid out of the window, up to the end of a sentence; and whatever has been kept for so long.
    void slide(long nowMs, long holdMs) throws InterruptedException {
        for (var first = tail.peek(); first != null; first = tail.peek()) {
            if (first.safe() || passedChars > PATIENCE * chars) tellWords();
            if (tailChars - first.chars() < chars && nowMs - first.atMs() < holdMs) break;
            tail.remove();
            tailChars -= first.chars();
            if (passed.isEmpty()) passedAtMs = first.atMs();
            passed.add(first.chunk());
            passedChars += first.chars();
        }
        if (tail.isEmpty() || nowMs - passedAtMs >= holdMs) tellWords();
    }

    /// When the oldest chunk came that is kept; the largest number where none is.
    long oldestMs() {
        if (!passed.isEmpty()) return passedAtMs;
        var first = tail.peek();
        return first == null ? Long.MAX_VALUE : first.atMs();
    }

    /// Tells all there is.
    void close() throws InterruptedException {
        for (var kept = tail.poll(); kept != null; kept = tail.poll()) passed.add(kept.chunk());
        tailChars = 0;
        tell();
    }

    /// An empty beginning waits for its first word: once the client has heard who speaks, no other model
    /// can begin anew.
    private void tellWords() throws InterruptedException {
        if (open || passedChars > 0) tell();
    }

    private void tell() throws InterruptedException {
        for (var chunk = passed.poll(); chunk != null; chunk = passed.poll()) {
            if (!open) client.opening(route, model);
            open = true;
            client.accept(chunk);
            if (told != null) for (var delta : chunk.deltas()) told.append(delta.text());
        }
        passedChars = 0;
    }
}
