package dev.signalbox.providers.openai;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// How requests to one model are written where models differ.
///
/// @param omitted fields that Signalbox does not add; what the client sends is sent in any case
/// @param outputLimit the name of the limit of an answer's length; empty sends the name that the client wrote
public record RequestFormat(Set<AddedField> omitted, Optional<OutputLimit> outputLimit) {
    /// Takes every field, and either name of the limit.
    public static final RequestFormat DEFAULT = new RequestFormat(Set.of(), Optional.empty());

    public RequestFormat {
        omitted = Set.copyOf(omitted);
    }

    boolean omits(AddedField field) {
        return omitted.contains(field);
    }

    RequestFormat without(Set<AddedField> fields) {
        var all = EnumSet.noneOf(AddedField.class);
        all.addAll(omitted);
        all.addAll(fields);
        return new RequestFormat(all, outputLimit);
    }

    RequestFormat spelling(OutputLimit limit) {
        return new RequestFormat(omitted, Optional.of(limit));
    }
}
