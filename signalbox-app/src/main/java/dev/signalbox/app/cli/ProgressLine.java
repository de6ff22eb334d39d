package dev.signalbox.app.cli;

import dev.signalbox.learning.train.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows how far a piece of work has come: a bar on a terminal; elsewhere, as in a log, at most one plain line every
/// ten seconds. Always on the error stream, so that results can be piped. Thread-safe.
public final class ProgressLine implements Progress, AutoCloseable {
    private static final int PAUSE_MS = 200;
    private static final long LINE_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Path STANDARD_ERROR = Path.of("/dev/stderr");

    private final PrintWriter error;
    private final boolean terminal;
    private final LongSupplier nanos;
    private OptionalLong lineNanos = OptionalLong.empty();
    private @Nullable ProgressBar bar;
    private String stage = "";
    private long stageTotal;
    private boolean complete = true;

    /// @param terminal whether a bar can be drawn on [System#err]
    public ProgressLine(PrintWriter error, boolean terminal) {
        this(error, terminal, System::nanoTime);
    }

    /// @param nanos a steady time
    ProgressLine(PrintWriter error, boolean terminal, LongSupplier nanos) {
        this.error = error;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    /// Whether somebody watches this process's error stream.
    public static boolean onTerminal() {
        var console = System.console();
        return console != null && console.isTerminal() && isDevice(STANDARD_ERROR);
    }

    /// Java's console doesn't tell whether the error stream alone goes elsewhere, as with `2> train.log`: then its path
    /// leads to a file, or, for a pipe, nowhere.
    static boolean isDevice(Path stream) {
        try {
            return stream.toRealPath().startsWith("/dev");
        } catch (IOException nowhere) {
            return false;
        }
    }

    @Override
    public synchronized void at(String now, long done, long total) {
        // Threads report in any order, so a little less after all was done is no new beginning.
        if (!now.equals(stage) || total != stageTotal || (complete && done == 0)) begin(now, total);
        var showing = bar;
        if (showing != null) showing.maxHint(total).stepTo(done);
        if (!terminal) line(done, total);
        if (done >= total && !complete) end();
    }

    private void begin(String now, long total) {
        close();
        stage = now;
        stageTotal = total;
        complete = false;
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName(now)
                    .setInitialMax(total)
                    .setUpdateIntervalMillis(PAUSE_MS)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .build();
        }
    }

    private void line(long done, long total) {
        long now = nanos.getAsLong();
        if (lineNanos.isPresent() && now - lineNanos.getAsLong() < LINE_PAUSE_NANOS) return;
        lineNanos = OptionalLong.of(now);
        error.println(String.format(Locale.ROOT, "%s: %,d of %,d", stage, done, total));
        error.flush();
    }

    private void end() {
        close();
        complete = true;
    }

    @Override
    public synchronized void close() {
        var showing = bar;
        if (showing != null) showing.close();
        bar = null;
    }
}
