package dev.signalbox.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// How a request is divided: parts that each can be asked for by itself, and which need which.
///
/// @param portions the parts in their order
/// @param fault why it can't be used; empty where it can
record Outline(List<Portion> portions, Optional<String> fault) {
    /// One part of a request.
    ///
    /// @param id names it, for parts that need it
    /// @param contract what its answer must be like; empty where nothing is said
    /// @param needs the ids of those whose answers it builds on
    record Portion(String id, String ask, String contract, List<String> needs) {}

    private static final String ID = "[A-Za-z0-9_-]{1,40}";

    /// Reads `{"parts": [{"id", "ask", "contract", "needs": []}]}`, also where it stands in a fence.
    ///
    /// @param most how many parts there may be
    static Outline of(String text, int most) {
        var bare = text.strip();
        if (bare.startsWith("```") && bare.endsWith("```") && bare.indexOf('\n') > 0) {
            bare = bare.substring(bare.indexOf('\n'), bare.length() - 3);
        }
        var object = PartJson.object(bare);
        if (object.isEmpty()) return useless("it is no JSON object");
        if (!(object.get().get("parts") instanceof List<?> parts) || parts.isEmpty()) {
            return useless("it has no `parts`");
        }
        if (parts.size() > most) return useless("it has %d parts, at most %d are wanted".formatted(parts.size(), most));
        var portions = new ArrayList<Portion>();
        for (var part : parts) {
            var portion = portion(part);
            if (portion.isEmpty()) return useless("part %d is not readable".formatted(portions.size() + 1));
            portions.add(portion.get());
        }
        return new Outline(portions, fault(portions));
    }

    private static Outline useless(String fault) {
        return new Outline(List.of(), Optional.of(fault));
    }

    private static Optional<Portion> portion(Object part) {
        if (!(part instanceof Map<?, ?> fields)
                || !(fields.get("id") instanceof String id)
                || !id.matches(ID)
                || !(fields.get("ask") instanceof String ask)
                || ask.isBlank()) return Optional.empty();
        var contract = fields.get("contract") instanceof String said ? said : "";
        if (!fields.containsKey("needs")) return Optional.of(new Portion(id, ask, contract, List.of()));
        if (!(fields.get("needs") instanceof List<?> needs)) return Optional.empty();
        var ids = new ArrayList<String>();
        for (var need : needs) {
            if (!(need instanceof String named)) return Optional.empty();
            ids.add(named);
        }
        return Optional.of(new Portion(id, ask, contract, List.copyOf(ids)));
    }

    private static Optional<String> fault(List<Portion> portions) {
        var ids = portions.stream().map(Portion::id).collect(Collectors.toSet());
        if (ids.size() < portions.size()) return Optional.of("two parts have one id");
        for (var portion : portions) {
            for (var need : portion.needs()) {
                if (!ids.contains(need)) {
                    return Optional.of("part `%s` needs `%s`, which is not there".formatted(portion.id(), need));
                }
            }
        }
        int ordered = waves(portions).stream().mapToInt(List::size).sum();
        return ordered == portions.size() ? Optional.empty() : Optional.of("parts wait for each other");
    }

    /// The parts in the order in which they can be asked for: those of one wave side by side.
    List<List<Portion>> waves() {
        return waves(portions);
    }

    /// Without those that wait for each other.
    private static List<List<Portion>> waves(List<Portion> portions) {
        var waves = new ArrayList<List<Portion>>();
        Set<String> done = new HashSet<>();
        while (true) {
            var ready = portions.stream()
                    .filter(portion -> !done.contains(portion.id()) && done.containsAll(portion.needs()))
                    .toList();
            if (ready.isEmpty()) return waves;
            waves.add(ready);
            ready.forEach(portion -> done.add(portion.id()));
        }
    }
}
