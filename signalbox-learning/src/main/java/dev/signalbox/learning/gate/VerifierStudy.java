package dev.signalbox.learning.gate;

import dev.signalbox.learning.gate.MetaVerifier.State;
import dev.signalbox.learning.gate.MetaVerifier.VerifierRow;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import dev.signalbox.learning.table.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Counts what a model's word on its own answers is worth on one half of a table, and measures on the other
/// what it does for a cascade. No question is in both halves.
///
/// @param counted the queries that the meta-verifier was fitted to
/// @param held those to measure on
public record VerifierStudy(MetaVerifier verifier, List<VerifierRow> counted, List<VerifierRow> held) {
    private static final double HELD = 0.5;
    private static final double RIGHT = 0.5;

    public VerifierStudy {
        counted = List.copyOf(counted);
        held = List.copyOf(held);
    }

    /// @param verified the column whose quality is the share of yes, 0..1
    /// @throws OutcomeTableException where a half has no query of which all three are known
    public static VerifierStudy of(
            OutcomeTable table, String cheap, String strong, String verified, int bins, long seed) {
        var split = Split.of(table.of(List.of(cheap, strong, verified)), HELD, seed);
        var counted = rows(split.train(), cheap, strong, verified);
        var held = rows(split.test(), cheap, strong, verified);
        if (counted.isEmpty() || held.isEmpty()) {
            throw new OutcomeTableException("the table `%s` has too few queries with a quality of `%s`, `%s` and `%s`"
                    .formatted(table.name(), cheap, strong, verified));
        }
        return new VerifierStudy(MetaVerifier.fit(counted, bins), counted, held);
    }

    private static List<VerifierRow> rows(OutcomeTable table, String cheap, String strong, String verified) {
        int weak = table.models().indexOf(cheap);
        int best = table.models().indexOf(strong);
        int said = table.models().indexOf(verified);
        var rows = new ArrayList<VerifierRow>();
        for (double[] quality : table.quality()) {
            if (Double.isNaN(quality[weak] + quality[best] + quality[said])) continue;
            rows.add(new VerifierRow(quality[said], quality[weak] >= RIGHT, quality[best] >= RIGHT));
        }
        return rows;
    }

    /// What a way to treat queries does on those held back.
    ///
    /// @param right those that are answered rightly
    /// @param escalated those for which the strong model is asked
    public record Done(Proportion right, Proportion escalated) {}

    /// How often the cheap model's answers are accepted, of those held back.
    public Accepted accepted(double worth) {
        return Accepted.of(
                held, VerifierRow::cheapRight, row -> verifier.treatedAs(row.verified(), worth) == State.GOOD);
    }

    public Done done(Function<VerifierRow, State> treatment) {
        int right = 0;
        int escalated = 0;
        for (var row : held) {
            boolean strong = treatment.apply(row) == State.NEEDY;
            if (strong) escalated++;
            if (strong ? row.strongRight() : row.cheapRight()) right++;
        }
        return new Done(new Proportion(right, held.size()), new Proportion(escalated, held.size()));
    }
}
