package dev.signalbox.provider;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.model.Model;

/// Calls a vendor. Blocking, on a virtual thread; chunks go to the sink where the request streams, the whole answer
/// comes back. Thread-safe.
public interface Provider {
    /// Its name in settings and in [Model#provider].
    String name();

    /// How much it has to do, of what it can do at once: 0..1; 0 where that is not known.
    default double load() {
        return 0;
    }

    /// Asks the model. Ends by the request's deadline. When the thread is interrupted, the upstream call is cancelled
    /// at once.
    ///
    /// @throws ProviderException when no whole answer came
    /// @throws InterruptedException when the caller has lost interest
    Answer call(Model model, Request request, Sink sink) throws ProviderException, InterruptedException;
}
