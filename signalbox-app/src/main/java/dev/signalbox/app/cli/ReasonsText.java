package dev.signalbox.app.cli;

import dev.signalbox.learning.train.GainOverHull;
import dev.signalbox.learning.train.Reasons;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What `signalbox train` says of why a snapshot is as it is.
final class ReasonsText {
    private ReasonsText() {}

    static List<String> lines(Reasons reasons) {
        var lines = new ArrayList<String>();
        lines.add("The vote, weighed by how well each predictor foresaw how models differ on queries it had not seen:");
        for (var member : reasons.members()) {
            lines.add(text(
                    "  %-13s weight %.2f, explains %.1f %%", member.name(), member.weight(), 100 * member.explained()));
        }
        lines.add(text(
                "  together      explain %.1f %%; predicted qualities are off by %.3f in the mean (calibration error)",
                100 * reasons.explained(), reasons.calibrationError()));
        reasons.told()
                .ifPresent(told -> lines.add(
                        text("  told the group, by a request's tag `task`, it explains %.1f %%", 100 * told)));
        reasons.gain().ifPresent(gain -> lines.add(worth(gain)));
        return lines;
    }

    private static String worth(GainOverHull gain) {
        var points = text("%+.2f points [%+.2f, %+.2f]", 100 * gain.mean(), 100 * gain.low(), 100 * gain.high());
        if (!gain.saturated()) {
            return "Routing is worth %s of quality over single models at the same cost, on queries it had not seen."
                    .formatted(points);
        }
        return """
                Warning: routing may be worth nothing on this pool: %s of quality over single models at the same cost. \
                Rather mix the models by price (send a share of the requests to each), or ask a cheap one first and a \
                dear one where its answer fails a check (a cascade).""".formatted(points);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
