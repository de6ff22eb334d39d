package dev.signalbox.app.cli;

import dev.signalbox.learning.train.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows how far a piece of work has come: a bar on a terminal, elsewhere a line where a stage begins and ends. Always
/// on the error stream, so that results can be piped. Thread-safe.
public final class ProgressLine implements Progress, AutoCloseable {
    private static final int PAUSE_MS = 200;

    private final PrintWriter error;
    private final boolean terminal;
    private @Nullable ProgressBar bar;
    private String stage = "";
    private long stageTotal;
    private boolean complete = true;

    /// @param terminal whether a bar can be drawn on [System#err]
    public ProgressLine(PrintWriter error, boolean terminal) {
        this.error = error;
        this.terminal = terminal;
    }

    /// Whether somebody watches this process's error stream.
    public static boolean onTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public synchronized void at(String now, long done, long total) {
        // Threads report in any order, so a little less after all was done is no new beginning.
        if (!now.equals(stage) || total != stageTotal || (complete && done == 0)) begin(now, total);
        var showing = bar;
        if (showing != null) showing.maxHint(total).stepTo(done);
        if (done >= total && !complete) end(total);
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
        } else {
            error.println(String.format(Locale.ROOT, "%s: 0 of %,d", now, total));
            error.flush();
        }
    }

    private void end(long total) {
        if (bar == null) {
            error.println(String.format(Locale.ROOT, "%s: %,d of %,d", stage, total, total));
            error.flush();
        }
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
