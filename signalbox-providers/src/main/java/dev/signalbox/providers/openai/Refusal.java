package dev.signalbox.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads a refusal for fields that Signalbox added, or named otherwise than the model does: then the request can be
/// written in a way that the model takes. A refusal of anything that the client sent is the client's.
final class Refusal {
    /// These say nothing about the request's fields.
    private static final Set<Kind> OTHER_REASONS = EnumSet.of(
            Kind.THROTTLED,
            Kind.OVERLOADED,
            Kind.TIMED_OUT,
            Kind.LATE,
            Kind.UNREACHABLE,
            Kind.DENIED,
            Kind.TOO_LONG,
            Kind.REJECTED,
            Kind.OVER_BUDGET,
            Kind.NO_ROOM);

    /// How servers say that they do not know a field, rather than that its value is wrong.
    private static final List<String> UNKNOWN = List.of(
            "unsupported_parameter",
            "unsupported parameter",
            "not supported",
            "extra_forbidden",
            "extra inputs",
            "not permitted",
            "unrecognized",
            "unknown",
            "unexpected",
            "not allowed");

    private Refusal() {}

    /// A format that the model may take, where the refusal names a field of ours or the other name of the limit.
    ///
    /// @param body the refusal as it came; empty where it was told in a stream
    static Optional<RequestFormat> remedy(ProviderException refused, byte[] body, ChatBody.Written written) {
        if (OTHER_REASONS.contains(refused.kind())) return Optional.empty();
        // What is said most exactly counts: the field named apart, then the sentence, then anything in the body.
        var param = refused.details().param().orElse("");
        for (var words : List.of(param, refused.reason(), new String(body, UTF_8))) {
            var lower = words.toLowerCase(Locale.ROOT);
            var named = written.added().stream()
                    .filter(field -> field.names().stream().anyMatch(name -> names(lower, name)))
                    .collect(Collectors.toSet());
            if (!named.isEmpty()) return Optional.of(written.format().without(named));
        }
        return written.limit().flatMap(limit -> respelt(refused, body, limit, written.format()));
    }

    private static Optional<RequestFormat> respelt(
            ProviderException refused, byte[] body, OutputLimit sent, RequestFormat format) {
        var told = refused.details();
        var words = String.join(
                        " ", told.param().orElse(""), told.code().orElse(""), refused.reason(), new String(body, UTF_8))
                .toLowerCase(Locale.ROOT);
        if (!names(words, sent.field())) return Optional.empty();
        boolean unknown = names(words, sent.other().field()) || UNKNOWN.stream().anyMatch(words::contains);
        return unknown ? Optional.of(format.spelling(sent.other())) : Optional.empty();
    }

    /// Whether the name stands in the words, and not as a part of a longer one.
    private static boolean names(String words, String name) {
        for (int at = words.indexOf(name); at >= 0; at = words.indexOf(name, at + 1)) {
            int end = at + name.length();
            boolean before = at == 0 || !isPart(words.charAt(at - 1));
            if (before && (end == words.length() || !isPart(words.charAt(end)))) return true;
        }
        return false;
    }

    private static boolean isPart(char letter) {
        return letter == '_' || Character.isLetterOrDigit(letter);
    }
}
