package dev.signalbox;

/// The one exception that leaves the router.
public final class RouterException extends RuntimeException {
    private final transient Failure failure;

    public RouterException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
