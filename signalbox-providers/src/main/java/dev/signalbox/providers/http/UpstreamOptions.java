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
/// @param url where its API begins, such as `https://api.openai.com/v1`; its query goes with every request
/// @param headers sent with every request; the key is one of them
/// @param timeouts how long to wait for what
/// @param http2 whether to offer HTTP/2 (over TLS)
/// @param caFile certificates (PEM) to trust instead of the system's; without verification there is no TLS
/// @param connectionsMax how many connections may be open at once
/// @param answerBytesMax the longest answer that is taken, unpacked
/// @param passed which headers pass between clients and it
public record UpstreamOptions(
        String name,
        URI url,
        Map<String, Secret> headers,
        Timeouts timeouts,
        boolean http2,
        Optional<Path> caFile,
        int connectionsMax,
        int answerBytesMax,
        PassedHeaders passed) {
    /// One that the usual headers pass to and from.
    public UpstreamOptions(
            String name,
            URI url,
            Map<String, Secret> headers,
            Timeouts timeouts,
            boolean http2,
            Optional<Path> caFile,
            int connectionsMax,
            int answerBytesMax) {
        this(name, url, headers, timeouts, http2, caFile, connectionsMax, answerBytesMax, PassedHeaders.DEFAULT);
    }

    public UpstreamOptions {
        headers = Map.copyOf(headers);
        if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())
                || url.getHost() == null) {
            throw new IllegalArgumentException("provider `%s`: `url` must be an http or https address".formatted(name));
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "provider `%s`: `url` must not hold a password; set `key` or `headers`".formatted(name));
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
    public UpstreamOptions withKey(Secret key) {
        var all = new LinkedHashMap<>(headers);
        all.put("authorization", new Secret("Bearer " + key.value()));
        return new UpstreamOptions(name, url, all, timeouts, http2, caFile, connectionsMax, answerBytesMax, passed);
    }

    public UpstreamOptions with(Timeouts other) {
        return new UpstreamOptions(name, url, headers, other, http2, caFile, connectionsMax, answerBytesMax, passed);
    }

    boolean tls() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /// A text of the upstream's without our secrets, which it may have quoted.
    public String scrubbed(String text) {
        var clean = text;
        for (var secret : headers.values()) clean = secret.scrubbedFrom(clean);
        return clean;
    }

    /// @param connect until a connection is there, or a place in the pool
    /// @param firstByte from the request to the first byte of its answer
    /// @param idle without progress in an answer: a line, or some hundred bytes
    public record Timeouts(Duration connect, Duration firstByte, Duration idle) {
        private static final Duration LONGEST = Duration.ofDays(1);

        public static final Timeouts DEFAULT =
                new Timeouts(Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofSeconds(60));

        public Timeouts {
            for (var timeout : new Duration[] {connect, firstByte, idle}) {
                if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
                    throw new IllegalArgumentException(
                            "a timeout must be more than nothing and at most a day, not " + timeout);
                }
            }
        }
    }
}
