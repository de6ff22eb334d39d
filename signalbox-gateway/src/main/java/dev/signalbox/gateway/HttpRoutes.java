package dev.signalbox.gateway;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Which endpoint a request goes to.
///
/// @param doors all there are
record HttpRoutes(List<HttpRoute> doors) {
    HttpRoutes {
        doors = List.copyOf(doors);
    }

    /// @param prefix whether more of a path follows `path`
    /// @param open whether no key is asked for
    /// @param limited whether its requests count against the limit of concurrent ones
    record HttpRoute(HttpMethod method, String path, boolean prefix, boolean open, boolean limited, Endpoint endpoint) {
        /// Whether a body belongs to its requests. Elsewhere none is read.
        boolean takesBody() {
            return method == HttpMethod.POST;
        }

        boolean leadsTo(String asked) {
            if (!prefix) return asked.equals(path);
            return asked.length() > path.length() + 1 && asked.startsWith(path) && asked.charAt(path.length()) == '/';
        }
    }

    /// The door for a request; a HEAD goes where the GET does.
    Optional<HttpRoute> find(HttpMethod method, String path) {
        var wanted = method == HttpMethod.HEAD ? HttpMethod.GET : method;
        for (var httpRoute : doors) {
            if (httpRoute.method() == wanted && httpRoute.leadsTo(path)) return Optional.of(httpRoute);
        }
        return Optional.empty();
    }

    List<String> paths() {
        return doors.stream().map(HttpRoute::path).distinct().toList();
    }

    /// The methods that a path takes, for `Allow`; empty where it leads nowhere.
    String allowed(String path) {
        var methods = new TreeSet<String>();
        for (var httpRoute : doors) {
            if (!httpRoute.leadsTo(path)) continue;
            methods.add(httpRoute.method().name());
            methods.add(HttpMethod.OPTIONS.name());
            if (httpRoute.method() == HttpMethod.GET) methods.add(HttpMethod.HEAD.name());
        }
        return String.join(", ", methods);
    }
}
