package dev.signalbox.providers.openai;

import dev.signalbox.chat.Json;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads server-sent events (WHATWG HTML, "Server-sent events") out of bytes that arrive in any pieces, and gives the
/// data of each. Lines may end in LF, CR LF or CR; comments, event names, ids and a byte order mark are passed over.
/// Most events are one line and arrive whole: those are slices of the bytes as they came.
///
/// Not thread-safe.
final class EventStream {
    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private byte[] buffer = new byte[0];
    private int end;
    private int eventStart;
    private int lineStart;
    private int scanned;
    private boolean atStart = true;
    private boolean skipLineFeed;
    private @Nullable Json data;

    /// Takes more bytes, and gives the events that they complete. The bytes must not be changed afterwards.
    void feed(byte[] more, Consumer<Json> event) {
        append(more);
        while (scanned < end) {
            byte b = buffer[scanned];
            if (skipLineFeed) {
                skipLineFeed = false;
                if (b == '\n') {
                    scanned++;
                    lineStart = scanned;
                    continue;
                }
            }
            if (b == '\n' || b == '\r') {
                line(lineStart, scanned, event);
                skipLineFeed = b == '\r';
                lineStart = scanned + 1;
            }
            scanned++;
        }
    }

    /// The stream is over: a last event without a blank line after it still counts.
    void finish(Consumer<Json> event) {
        if (lineStart < end) line(lineStart, end, event);
        dispatch(event);
    }

    /// Slices that were given away lie in the old buffer, so it is only ever written to behind what has arrived.
    private void append(byte[] more) {
        int pending = end - eventStart;
        if (pending == 0) {
            rebase(more, more.length, 0);
        } else if (buffer.length - end >= more.length) {
            System.arraycopy(more, 0, buffer, end, more.length);
            end += more.length;
        } else {
            var larger = new byte[2 * (pending + more.length)];
            System.arraycopy(buffer, eventStart, larger, 0, pending);
            System.arraycopy(more, 0, larger, pending, more.length);
            rebase(larger, pending + more.length, pending);
        }
        if (atStart && end > 0) passMark();
    }

    private void passMark() {
        for (int i = 0; i < Math.min(MARK.length, end); i++) {
            if (buffer[i] != MARK[i]) {
                atStart = false;
                return;
            }
        }
        if (end < MARK.length) return;
        atStart = false;
        eventStart = MARK.length;
        lineStart = MARK.length;
        scanned = MARK.length;
    }

    private void rebase(byte[] bytes, int length, int pending) {
        int back = eventStart;
        buffer = bytes;
        end = length;
        eventStart = 0;
        lineStart = pending == 0 ? 0 : lineStart - back;
        scanned = pending == 0 ? 0 : scanned - back;
        if (pending > 0 && data != null) data = Json.of(data.toBytes());
    }

    private void line(int from, int to, Consumer<Json> event) {
        if (from == to) {
            dispatch(event);
            eventStart = to + 1;
        } else if (startsWithData(from, to)) {
            int value = from + DATA.length;
            if (value < to && buffer[value] == ' ') value++;
            add(Json.slice(buffer, value, to - value));
        }
    }

    private boolean startsWithData(int from, int to) {
        return to - from >= DATA.length && Arrays.equals(buffer, from, from + DATA.length, DATA, 0, DATA.length);
    }

    private void add(Json line) {
        if (data == null) {
            data = line;
            return;
        }
        var joined = Arrays.copyOf(data.toBytes(), data.length() + 1 + line.length());
        joined[data.length()] = '\n';
        System.arraycopy(line.array(), line.offset(), joined, data.length() + 1, line.length());
        data = Json.of(joined);
    }

    private void dispatch(Consumer<Json> event) {
        var whole = data;
        data = null;
        if (whole != null && whole.length() > 0) event.accept(whole);
    }
}
