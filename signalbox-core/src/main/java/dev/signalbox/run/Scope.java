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

    Future<T> fork(Callable<T> task) {
        var future = threads.submit(task);
        forked.add(future);
        return future;
    }

    /// What each task gave, in the order of forking. Waits for all.
    ///
    /// @throws ExecutionException when a task failed
    List<T> all() throws InterruptedException, ExecutionException {
        var results = new ArrayList<T>(forked.size());
        for (var future : forked) results.add(future.get());
        return results;
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

    /// Ends what still runs and waits for its end: for those who must have paid before the answer is out. Who does not
    /// let go within the grace is not waited for.
    ///
    /// @return whether all have ended
    boolean end(Duration grace) throws InterruptedException {
        threads.shutdownNow();
        return threads.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// A task's failure that its owner did not expect.
    static RuntimeException bug(ExecutionException failed) {
        return switch (failed.getCause()) {
            case RuntimeException bug -> bug;
            case Error error -> throw error;
            case null -> new IllegalStateException(failed);
            case Throwable other -> new IllegalStateException(other);
        };
    }

    /// Ends what still runs. Does not wait for it: a late sensor must not hold up an answer.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
