package dev.signalbox.providers.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where an upstream is and how to speak to it.
///
/// @param name its name in settings
/// @param url where its API begins, such as `https://api.openai.com/v1`
/// @param headers sent with every request; the key is one of them, so they are secrets and never printed
/// @param timeouts how long to wait for what
/// @param http2 whether to offer HTTP/2 (over TLS)
/// @param caFile certificates (PEM) to trust instead of the system's
/// @param connectionsMax how many connections may be open at once
/// @param answerBytesMax the longest answer that is taken
public record UpstreamOptions(
        String name,
        URI url,
        Map<String, String> headers,
        Timeouts timeouts,
        boolean http2,
        Optional<Path> caFile,
        int connectionsMax,
        int answerBytesMax) {
    public UpstreamOptions {
        headers = Map.copyOf(headers);
        var scheme = url.getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "provider `%s`: `url` must be an http or https address, not `%s`".formatted(name, url));
        }
        if (connectionsMax < 1 || answerBytesMax < 1) {
            throw new IllegalArgumentException("provider `%s`: limits must be 1 or more".formatted(name));
        }
    }

    /// An upstream with usual limits.
    public static UpstreamOptions of(String name, URI url) {
        return new UpstreamOptions(
                name, url, Map.of(), Timeouts.DEFAULT, true, Optional.empty(), 1024, 64 * 1024 * 1024);
    }

    /// The same, introducing itself with a key as OpenAI's API wants it.
    public UpstreamOptions withKey(String key) {
        var all = new LinkedHashMap<>(headers);
        all.put("authorization", "Bearer " + key);
        return new UpstreamOptions(name, url, all, timeouts, http2, caFile, connectionsMax, answerBytesMax);
    }

    public UpstreamOptions with(Timeouts other) {
        return new UpstreamOptions(name, url, headers, other, http2, caFile, connectionsMax, answerBytesMax);
    }

    @Override
    public String toString() {
        return "UpstreamOptions[%s, %s, headers %s]".formatted(name, url, headers.keySet());
    }

    /// @param connect until a connection is there, or a place in the pool
    /// @param firstByte from the request to the first byte of its answer
    /// @param idle between two bytes of an answer
    public record Timeouts(Duration connect, Duration firstByte, Duration idle) {
        public static final Timeouts DEFAULT =
                new Timeouts(Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofSeconds(60));

        public Timeouts {
            for (var timeout : new Duration[] {connect, firstByte, idle}) {
                if (timeout.isNegative() || timeout.isZero()) {
                    throw new IllegalArgumentException("a timeout must be longer than nothing, not " + timeout);
                }
            }
        }
    }
}
