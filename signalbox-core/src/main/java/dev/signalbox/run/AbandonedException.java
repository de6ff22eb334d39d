package dev.signalbox.run;

/// The listener wants no more of an answer: the call that says it must end.
final class AbandonedException extends InterruptedException {
    AbandonedException() {
        super("the answer was abandoned");
    }
}
