package dev.signalbox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The keys that clients may come with, and whose they are. Only digests are kept, and all of them are compared, so
/// that the time taken tells nothing of how near a guess was.
public final class ClientKeys {
    /// Everybody may ask, as the tenant `default`.
    public static final ClientKeys NONE = new ClientKeys(List.of());

    private static final String TENANT = "default";
    private static final String BEARER = "Bearer ";
    private static final List<String> OTHER_HEADERS = List.of("api-key", "x-api-key");

    private final List<Entry> entries;

    private record Entry(byte[] digest, String tenant) {}

    private ClientKeys(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /// @param tenants key → tenant
    public static ClientKeys of(Map<String, String> tenants) {
        return new ClientKeys(tenants.entrySet().stream()
                .map(entry -> new Entry(digest(entry.getKey()), entry.getValue()))
                .toList());
    }

    /// Whose request this is; empty where its key is missing or unknown.
    ///
    /// A key may stand in `Authorization: Bearer`, in `api-key` (Azure's clients) or in `x-api-key` (Anthropic's);
    /// where it stands in several, all of them must be the same tenant's.
    ///
    /// @param header a header's value by its name
    Optional<String> tenant(Function<String, @Nullable String> header) {
        if (entries.isEmpty()) return Optional.of(TENANT);
        var found = Optional.<String>empty();
        for (var given : given(header)) {
            var owner = owner(given);
            if (owner.isEmpty() || found.isPresent() && !found.equals(owner)) return Optional.empty();
            found = owner;
        }
        return found;
    }

    /// False where everybody may ask.
    boolean areAsked() {
        return !entries.isEmpty();
    }

    /// How many tenants there are.
    int tenants() {
        return (int) entries.stream().map(Entry::tenant).distinct().count();
    }

    private static List<String> given(Function<String, @Nullable String> header) {
        var keys = new ArrayList<String>(1);
        var authorization = header.apply("authorization");
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            keys.add(authorization.substring(BEARER.length()).strip());
        }
        for (var name : OTHER_HEADERS) {
            var value = header.apply(name);
            if (value != null) keys.add(value.strip());
        }
        return keys;
    }

    private Optional<String> owner(String key) {
        var given = digest(key);
        var found = Optional.<String>empty();
        for (var entry : entries) {
            if (MessageDigest.isEqual(entry.digest(), given)) found = Optional.of(entry.tenant());
        }
        return found;
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /// How many, and nothing of what they are.
    @Override
    public String toString() {
        return "ClientKeys[" + entries.size() + "]";
    }
}
