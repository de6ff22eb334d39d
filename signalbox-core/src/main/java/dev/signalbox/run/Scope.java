package dev.signalbox.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Subtasks on virtual threads that cannot outlive the block that forks them. Gives way to the JDK's own scope when
/// that leaves preview. Not thread-safe: one owner forks, waits and closes.
final class Scope<T> implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<T>> forked = new ArrayList<>();

    void fork(Callable<T> task) {
        forked.add(threads.submit(task));
    }

    /// What each task gave within the time, in the order of forking; empty for one that was late.
    ///
    /// @throws ExecutionException when a task failed
    List<Optional<T>> within(Duration time) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + time.toNanos();
        var results = new ArrayList<Optional<T>>(forked.size());
        for (var future : forked) {
            try {
                results.add(Optional.of(future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)));
            } catch (TimeoutException late) {
                future.cancel(true);
                results.add(Optional.empty());
            }
        }
        return results;
    }

    /// Ends what still runs. Does not wait for it: a late sensor must not hold up an answer.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
