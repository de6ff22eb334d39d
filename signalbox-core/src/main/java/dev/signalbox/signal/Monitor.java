package dev.signalbox.signal;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Listens to answers while they are being said, so that a bad one can be stopped before it has cost its whole length.
/// Thread-safe: one monitor serves all requests; what it remembers of one answer is in that answer's [Watch].
public interface Monitor {
    /// The id of the model that answers, among what a watch is told; absent where it may be one of several.
    SignalKey<String> MODEL = SignalKey.label("model");

    /// Names its findings, and with them the flag that a condition asks.
    String name();

    /// Whether it reads how sure the model is of each word. Where such a monitor listens, the provider is
    /// asked to tell.
    default boolean readsConfidence() {
        return false;
    }

    /// Begins to watch one answer. [Watch#NOTHING] where this request gives it nothing to watch for.
    ///
    /// @param known what is known of the request, and [#MODEL]
    Watch watch(Request request, Signals known);

    /// One answer under watch, as it grows. It finds the same however the answer is split into deltas. Confined to one
    /// thread at a time.
    interface Watch {
        Watch NOTHING = delta -> null;

        /// Takes what was said next. It has a few microseconds for it, and in the usual case makes no object.
        ///
        /// @return what is wrong with the answer as it stands; null where nothing is
        @Nullable
        Finding heard(Delta delta);

        /// Nothing was said for a while.
        ///
        /// @param since the last delta, or since the model was asked
        default @Nullable Finding silent(Duration since) {
            return null;
        }

        /// The answer is whole.
        default @Nullable Finding ended() {
            return null;
        }
    }
}
