package dev.signalbox.app.cli;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/// Waits for the process to be asked to end (SIGTERM, SIGINT), and then keeps it alive until what runs has ended in
/// order.
final class ShutdownSignal implements AutoCloseable {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    private ShutdownSignal(CountDownLatch asked) {
        hook = Thread.ofPlatform().name("signalbox-stop").unstarted(() -> {
            asked.countDown();
            try {
                ended.await();
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// @param asked is counted down when the process shall end; the process ends when this is closed
    static ShutdownSignal onTermination(CountDownLatch asked) {
        var stop = new ShutdownSignal(asked);
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
    }

    /// Lets the process go on after SIGHUP, which a closed terminal sends and which some send to have settings read
    /// again: neither is a wish to end.
    ///
    /// @param told is run when the signal comes
    static void outliveHangup(Runnable told) {
        try {
            Signal.handle(new Signal("HUP"), _ -> told.run());
        } catch (IllegalArgumentException noSuchSignal) {
            // Windows has none; and where it is ignored already (nohup), it stays so.
            return;
        }
    }

    /// All has ended: call this last.
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The process ends because it was asked to: that is what this is for.
            return;
        }
    }
}
