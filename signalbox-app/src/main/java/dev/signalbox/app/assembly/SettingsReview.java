package dev.signalbox.app.assembly;

import dev.signalbox.app.settings.Settings;
import dev.signalbox.app.settings.Settings.RouteSettings;
import dev.signalbox.signal.Condition;
import dev.signalbox.standard.quality.Snapshot;
import dev.signalbox.standard.quality.SnapshotException;
import dev.signalbox.standard.quality.SnapshotFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What is allowed in settings and yet probably not meant: routes that `auto` never takes, models that the snapshot
/// does not know. Said by `check`, and in the log when the gateway starts.
public final class SettingsReview {
    private SettingsReview() {}

    /// A sentence each.
    ///
    /// @throws SnapshotException when the snapshot that the settings name is damaged, or of another encoder
    public static List<String> of(Settings settings) throws IOException {
        var warnings = new ArrayList<>(unreachable(settings.routes()));
        if (settings.snapshot().isEmpty()) return warnings;
        var snapshot = SnapshotFile.read(settings.snapshot().get().path());
        requireEncoder(settings, snapshot);
        warnings.addAll(unlearned(settings.routes(), snapshot));
        return warnings;
    }

    /// Routes that `auto` never takes, since an earlier one takes every request.
    private static List<String> unreachable(Map<String, RouteSettings> routes) {
        var warnings = new ArrayList<String>();
        var first = Optional.<String>empty();
        for (var route : routes.entrySet()) {
            var name = route.getKey();
            var when = route.getValue().when();
            if (first.isPresent()) {
                warnings.add(
                        "`auto` never takes route `%s`, since route `%s` before it takes every request. Give `%s` a `when`, or move `%s` up; clients reach it as `auto/%s` only."
                                .formatted(name, first.get(), first.get(), name, name));
            } else if (when instanceof Condition.Never) {
                warnings.add("`auto` never takes route `%s`, since its `when` never holds.".formatted(name));
            } else if (when instanceof Condition.Always) {
                first = Optional.of(name);
            }
        }
        return warnings;
    }

    private static void requireEncoder(Settings settings, Snapshot snapshot) throws IOException {
        var encoder = settings.encoder();
        switch (encoder.kind()) {
            case NONE -> {
                // A snapshot also works by words alone.
            }
            case STATIC -> {
                try (var open = OpenEncoder.ofTable(encoder.table().map(table -> table.path()))) {
                    snapshot.requireEncoder(open.encoder());
                }
            }
            case MINILM -> {
                try (var open = OpenEncoder.miniLm()) {
                    snapshot.requireEncoder(open.encoder());
                }
            }
        }
    }

    /// Routes with models that the snapshot does not know. Those models are estimated from their `prior`.
    static List<String> unlearned(Map<String, RouteSettings> routes, Snapshot snapshot) {
        var learned = Set.copyOf(snapshot.about().models());
        var warnings = new ArrayList<String>();
        routes.forEach((name, route) -> {
            var unknown = route.models().stream()
                    .filter(model -> !learned.contains(model))
                    .toList();
            if (unknown.isEmpty()) return;
            warnings.add(
                    "The snapshot knows %s of the %d models of route `%s`. It has learnt nothing of %s, which is judged by `prior`; train it on outcomes of these models."
                            .formatted(
                                    unknown.size() == route.models().size()
                                            ? "none"
                                            : "only %d".formatted(route.models().size() - unknown.size()),
                                    route.models().size(),
                                    name,
                                    named(unknown)));
        });
        return warnings;
    }

    private static String named(List<String> models) {
        int shown = Math.min(models.size(), 5);
        var names = models.stream().limit(shown).map("`%s`"::formatted).collect(Collectors.joining(", "));
        return models.size() == shown ? names : names + " and %d more".formatted(models.size() - shown);
    }
}
