package dev.signalbox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys that clients may come with, and whose they are. Only digests are kept, and all of them are compared, so
/// that the time taken tells nothing of how near a guess was.
public final class ClientKeys {
    /// Everybody may ask, as the tenant `default`.
    public static final ClientKeys NONE = new ClientKeys(List.of());

    private static final String TENANT = "default";
    private static final String BEARER = "Bearer ";

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
    /// @param authorization the header of that name
    Optional<String> tenant(Optional<String> authorization) {
        if (entries.isEmpty()) return Optional.of(TENANT);
        if (authorization.isEmpty() || !authorization.get().regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        var given = digest(authorization.get().substring(BEARER.length()).strip());
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
