package dev.signalbox.app.cli;

import java.util.concurrent.CountDownLatch;

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
