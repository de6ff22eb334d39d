package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.evaluate.EvaluationResult.Method;
import java.util.List;
import java.util.OptionalDouble;

/// A published data set, how it is measured, and what must be shown on it.
///
/// @param data the folder's name
/// @param protocol what is learnt from
/// @param pricedOnly whether models without a known cost are left out
record Challenge(String data, Protocol protocol, boolean pricedOnly, List<Bar> bars) {
    private static final double HOLDOUT = 0.3;
    private static final int FOLDS = 5;
    private static final int ROUTELLM_SPLITS = 6;
    private static final int ROUTELLM_LABELS = 1500;

    sealed interface Protocol {
        record Holdout(double share) implements Protocol {}

        record Labels(int labels, int splits) implements Protocol {}

        record CrossValidated(int folds) implements Protocol {}

        /// @param from the folder of the votes
        record FromVotes(String from) implements Protocol {}
    }

    /// Every challenge, in the report's order.
    static List<Challenge> all() {
        return List.of(
                new Challenge(
                        "routellm_mmlu",
                        new Protocol.Labels(ROUTELLM_LABELS, ROUTELLM_SPLITS),
                        false,
                        List.of(
                                Bar.atLeast("APGR", 0.64, Method::apgr),
                                Bar.atMost("CPT50 in percent", 34, Method::cpt50))),
                new Challenge(
                        "routellm_mmlu",
                        new Protocol.CrossValidated(FOLDS),
                        false,
                        List.of(Bar.atLeast("APGR", 0.70, Method::apgr))),
                new Challenge(
                        "routellm_mmlu",
                        new Protocol.FromVotes("arena_votes"),
                        false,
                        List.of(Bar.above("length", "APGR", Method::apgr))),
                new Challenge("routerbench", holdout(), false, List.of(aiq(0.8558))),
                new Challenge(
                        "paretobandit",
                        holdout(),
                        false,
                        List.of(
                                aiq(0.931),
                                Bar.atLeast("quality at $3e-4 a call", 0.8975, method -> Bar.qualityFor(method, 0.3)))),
                new Challenge("coderouterbench", holdout(), false, List.of(Bar.aboveAtSameCost("best-per-group"))),
                new Challenge("mmlu_pro", holdout(), true, List.of(qnc())),
                new Challenge("zeroeval", holdout(), true, List.of(qnc())),
                new Challenge(
                        "routerdc",
                        holdout(),
                        false,
                        List.of(Bar.above(
                                "best-per-group",
                                "quality",
                                method -> OptionalDouble.of(method.quality().mean())))));
    }

    private static Protocol holdout() {
        return new Protocol.Holdout(HOLDOUT);
    }

    private static Bar aiq(double wanted) {
        return Bar.atLeast("AIQ", wanted, method -> Bar.mean(method.aiqPaper()));
    }

    private static Bar qnc() {
        return Bar.atMost("cost of the best single model's quality, in percent of that model's", 30, Method::qnc);
    }
}
