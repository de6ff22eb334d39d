package dev.signalbox.gateway;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What pages in a browser may do. A gateway without keys trusts whoever reaches it, and a browser on the same machine
/// reaches it for any page that it shows. So such a gateway answers only to its own names (a page's name may point at
/// this machine: DNS rebinding) and refuses pages of other origins, except those that CORS permits.
///
/// @param cors origins whose pages may call, such as `https://chat.example.com`, or `*`
/// @param hosts names under which the gateway is reached, beside its own
public record BrowserPolicy(List<String> cors, Set<String> hosts) {
    /// No page may call.
    public static final BrowserPolicy NONE = new BrowserPolicy(List.of(), Set.of());

    private static final String ANY = "*";
    private static final String EXPOSED =
            "x-request-id, x-signalbox-request, x-signalbox-model, x-signalbox-route, x-signalbox-cost-usd, x-signalbox-cache, x-signalbox-accepted, retry-after";

    public BrowserPolicy {
        cors = List.copyOf(cors);
        hosts = Set.copyOf(hosts);
    }

    /// The headers that let a permitted page read a reply; none where no page asks or it is not permitted.
    Map<String, String> headers(HttpServerRequest request) {
        var origin = request.getHeader("origin");
        if (origin == null || !permits(origin)) return Map.of();
        var headers = new LinkedHashMap<String, String>();
        headers.put("access-control-allow-origin", cors.contains(ANY) ? ANY : origin);
        headers.put("access-control-expose-headers", EXPOSED);
        headers.put("vary", "origin");
        return headers;
    }

    /// The reply to a permitted page's preflight; empty where the request is none.
    Optional<HttpReply> preflight(HttpServerRequest request, String allowed) {
        var origin = request.getHeader("origin");
        var wanted = request.getHeader("access-control-request-method");
        if (request.method() != HttpMethod.OPTIONS || origin == null || wanted == null || !permits(origin)) {
            return Optional.empty();
        }
        var headers = new LinkedHashMap<String, String>();
        headers.put("access-control-allow-methods", allowed);
        var names = request.getHeader("access-control-request-headers");
        headers.put("access-control-allow-headers", names == null ? "authorization, content-type" : printable(names));
        headers.put("access-control-max-age", "600");
        return Optional.of(HttpReply.text(204, "").with(headers));
    }

    private static String printable(String names) {
        return names.replaceAll("[^A-Za-z0-9,_\\- ]", "");
    }

    /// Why a gateway without keys must not answer; empty where it may.
    Optional<String> refusal(HttpServerRequest request, String bound) {
        var host = hostName(request.getHeader("host"));
        if (!isOwn(host, bound)) {
            return Optional.of(
                    "This gateway has no keys and does not answer under the name `%s`. Ask it as `localhost`, name the host in `server.hosts`, or set `server.keys`."
                            .formatted(host));
        }
        var origin = request.getHeader("origin");
        if (origin != null && !permits(origin) && !isSame(origin, request.getHeader("host"))) {
            return Optional.of(
                    "This gateway has no keys and does not answer pages of other origins. Name the page's origin in `server.cors`, or set `server.keys`.");
        }
        return Optional.empty();
    }

    private boolean permits(String origin) {
        return cors.contains(ANY) || cors.contains(origin);
    }

    /// A name without a dot and an address can't be a foreign page's: public names have dots.
    private boolean isOwn(String host, String bound) {
        return host.isEmpty()
                || !host.contains(".")
                || host.equals(bound.toLowerCase(Locale.ROOT))
                || host.endsWith(".localhost")
                || host.matches("[0-9.]+")
                || hosts.contains(host);
    }

    private static boolean isSame(String origin, @Nullable String host) {
        try {
            var authority = new URI(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (URISyntaxException noOrigin) {
            return false;
        }
    }

    private static String hostName(@Nullable String header) {
        if (header == null) return "";
        var host = header.strip().toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) return host.substring(0, Math.max(1, host.indexOf(']') + 1));
        int colon = host.lastIndexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }
}
