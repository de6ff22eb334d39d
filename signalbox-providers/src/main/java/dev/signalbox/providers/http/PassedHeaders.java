package dev.signalbox.providers.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which headers pass between the client and an upstream. Everything else ends at Signalbox.
///
/// @param forwarded names of the client's headers that are sent upstream
/// @param returned names of the upstream's headers that a client gets which asked one model by name; a `*` at the end
///     stands for anything
public record PassedHeaders(List<String> forwarded, List<String> returned) {
    /// Keys, cookies, what belongs to one connection, and what Signalbox writes itself.
    private static final Set<String> NEVER = Set.of(
            "authorization",
            "proxy-authorization",
            "proxy-authenticate",
            "www-authenticate",
            "api-key",
            "x-api-key",
            "x-goog-api-key",
            "cookie",
            "set-cookie",
            "host",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "accept",
            "accept-encoding",
            "forwarded",
            "x-real-ip",
            "x-request-id");

    private static final List<String> NEVER_BEGIN =
            List.of("content-", "proxy-", "sec-", "x-forwarded-", "x-signalbox-", "access-control-");

    /// What clients send for the provider to read, and nothing that tells who or where they are unless they say so
    /// themselves.
    public static final PassedHeaders DEFAULT = new PassedHeaders(
            List.of(
                    "idempotency-key",
                    "openai-organization",
                    "openai-project",
                    "x-title",
                    "http-referer",
                    "traceparent"),
            List.of("x-ratelimit-*", "openai-processing-ms", "x-envoy-upstream-service-time"));

    public PassedHeaders {
        forwarded = lower(forwarded);
        returned = lower(returned);
        forwarded.forEach(name -> require(name, false));
        returned.forEach(name -> require(name, true));
    }

    private static List<String> lower(List<String> names) {
        return names.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    }

    private static void require(String name, boolean star) {
        var bare = star && name.endsWith("*") ? name.substring(0, name.length() - 1) : name;
        if (bare.isEmpty() || !bare.chars().allMatch(PassedHeaders::isNameChar)) {
            throw new IllegalArgumentException("`%s` is no name of a header%s"
                    .formatted(name, star ? ", nor the beginning of one with a `*`" : ""));
        }
        boolean begins = NEVER_BEGIN.stream().anyMatch(bare::startsWith);
        boolean covers = bare.length() < name.length()
                && (NEVER.stream().anyMatch(never -> never.startsWith(bare))
                        || NEVER_BEGIN.stream().anyMatch(never -> never.startsWith(bare)));
        if (NEVER.contains(bare) || begins || covers) {
            throw new IllegalArgumentException(
                    "the header `%s` never passes between clients and providers; remove it".formatted(name));
        }
    }

    private static boolean isNameChar(int letter) {
        return letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9' || letter == '-' || letter == '_';
    }

    boolean returns(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return returned.stream()
                .anyMatch(wanted -> wanted.endsWith("*")
                        ? lower.startsWith(wanted.substring(0, wanted.length() - 1))
                        : lower.equals(wanted));
    }
}
