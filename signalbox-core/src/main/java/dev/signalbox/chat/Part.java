package dev.signalbox.chat;

import java.util.Optional;

/// One part of a message's content.
public sealed interface Part {
    record Text(String text) implements Part {}

    /// An image, a sound or a file. `location` is its URL, data URL or file id where the part names one.
    record Media(Kind kind, Optional<String> location) implements Part {}

    /// A part of a type that Signalbox does not know; the message's source carries it on.
    record Other(String type) implements Part {}

    enum Kind {
        IMAGE,
        AUDIO,
        FILE
    }
}
