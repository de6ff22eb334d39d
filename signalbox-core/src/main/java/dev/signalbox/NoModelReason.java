package dev.signalbox;

import dev.signalbox.model.Constraint.Ground;
import dev.signalbox.model.Constraint.Objection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Tells why no model of a route may answer.
final class NoModelReason {
    /// A route may have thousands of models; a message names a few.
    private static final int NAMED_MAX = 8;

    private NoModelReason() {}

    /// What is in one model's way, by the hardest of it.
    private enum Way {
        RESTING,
        TOO_LONG,
        LACKING,
        COST,
        POLICY;

        static Way of(Ground ground) {
            return switch (ground) {
                case Ground.RestingGround _ -> RESTING;
                case Ground.TooLongGround _ -> TOO_LONG;
                case Ground.LackingGround _ -> LACKING;
                case Ground.CostGround _ -> COST;
                case Ground.PolicyGround _ -> POLICY;
            };
        }

        static Way of(List<Objection> ofOneModel) {
            return ofOneModel.stream()
                    .map(objection -> of(objection.ground()))
                    .max(Comparator.naturalOrder())
                    .orElse(POLICY);
        }
    }

    static Failure of(String route, List<Objection> objections) {
        var byModel = new LinkedHashMap<String, List<Objection>>();
        for (var objection : objections) {
            byModel.computeIfAbsent(objection.model(), _ -> new ArrayList<>(1)).add(objection);
        }
        var nearest = byModel.values().stream()
                .map(Way::of)
                .min(Comparator.naturalOrder())
                .orElse(Way.POLICY);
        var told = byModel.values().stream()
                .filter(each -> Way.of(each) == nearest)
                .flatMap(Collection::stream)
                .toList();
        return switch (nearest) {
            case RESTING -> resting(route, told);
            case TOO_LONG -> new Failure.TooLong(route, context(told), told);
            case LACKING -> new Failure.Unable(route, told);
            case COST -> new Failure.TooDear(route, told);
            case POLICY -> new Failure.NotPermitted(route, objections);
        };
    }

    private static Failure resting(String route, List<Objection> objections) {
        var left = Duration.ofDays(1);
        boolean throttled = true;
        for (var objection : objections) {
            if (!(objection.ground() instanceof Ground.RestingGround resting)) continue;
            if (resting.left().compareTo(left) < 0) left = resting.left();
            throttled &= resting.throttled();
        }
        return new Failure.Resting(route, left, throttled, objections);
    }

    private static int context(List<Objection> objections) {
        int most = 0;
        for (var objection : objections) {
            if (objection.ground() instanceof Ground.TooLongGround(int tokens)) most = Math.max(most, tokens);
        }
        return most;
    }

    /// A sentence without its end.
    static String message(String route, List<Objection> objections) {
        var named =
                objections.stream().limit(NAMED_MAX).map(Objection::toString).collect(Collectors.joining("; "));
        int more = objections.size() - NAMED_MAX;
        return "No model of route `%s` may answer: %s%s"
                .formatted(route, named, more > 0 ? "; and %,d more".formatted(more) : "");
    }
}
