package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.evaluate.EvaluationResult.MethodResult;
import java.util.List;
import java.util.OptionalDouble;

/// A published data set, how it is measured, and what must be shown on it.
///
/// @param data the folder's name
/// @param protocol what is learnt from
/// @param pricedOnly whether models without a known cost are left out
/// @param limit what keeps a router below a bar, as far as it is known; empty where it is not
record PublishedDataset(String data, Protocol protocol, boolean pricedOnly, List<TargetBar> bars, String limit) {
    private static final double HOLDOUT = 0.3;
    private static final int FOLDS = 5;
    private static final int ROUTELLM_SPLITS = 6;
    private static final int ROUTELLM_LABELS = 1500;

    private static final Source VOTES = new Source.Voted("arena_votes");
    /// The very models that are measured.
    private static final Source ROUTERBENCH =
            new Source.Pair("routerbench", "gpt-4-1106-preview", "mistralai/mixtral-8x7b-chat");
    /// The same weaker model, and the stronger one's successor.
    private static final Source MMLU_PRO = new Source.Pair("mmlu_pro", "gpt-4o(2024-05)", "Mixtral-8x7B-Instruct-v0.1");

    private static final String GROUPS_LIMIT = """
            Of which group a text is, is nearly always recognised, which gives what `best-per-group` has. In trials that no \
            command here repeats nothing more was found inside a group: neither heads fitted to what a group's means leave \
            over nor embeddings of both encoders together foresaw more of unseen queries. Whether the bar is reached is up \
            to the split.""";
    private static final String MMLU_LIMIT = """
            One outcome a model and question is mostly chance: of the squared difference between the two models 3 % can be \
            foreseen from the text. Four times the questions bring 0.01 to 0.02. In trials that no command here repeats both \
            encoders' embeddings together, random Fourier features, hashed words, and difficulty learnt from other \
            benchmarks each brought less than 0.005.""";
    private static final String CODE_LIMIT = """
            31 % of the queries have a text that stands under several dimensions: the same problem statement to solve and \
            to write tests for, with other best models. A router that knew for every text under which dimensions it stands \
            would reach 0.61 to 0.63, and no router of the text alone can tell more. The cost heads lose 0.004 of it. \
            `default-told` is told the dimension, as `best-per-group` is and as the published routers are.""";
    private static final String ZEROEVAL_LIMIT = """
            One model is the best in every group and not dear: o1-mini. Costs are known for two groups, and there the next \
            models are 0.07 and 0.34 behind it and cost more, or cost a tenth and are 0.19 and 0.38 behind. A group that \
            could be had for less does not exist, and which single queries the cheap models get right is not seen in the text.""";
    private static final String TRANSFER_LIMIT = """
            Others' questions do not tell where these two models differ here. What is long is mostly law and moral \
            scenarios, where the gap happens to be wide; in high-school mathematics the stronger model is 0.29 behind. Most \
            of `mmlu_pro` asks what MMLU asks and is left out. Length is no rule: in a trial that no command here repeats, the \
            best and a middling model of `mmlu_pro`, `zeroeval` and `routerbench` were told apart by it at 0.44 to 0.47, worse \
            than by chance. Nor is a difficulty learnt from five other benchmarks: 0.50 here.""";

    sealed interface Protocol {
        record Holdout(double share) implements Protocol {}

        record Labels(int labels, int splits) implements Protocol {}

        record CrossValidated(int folds) implements Protocol {}

        /// Learns from other data alone.
        record Transfer(List<Source> from) implements Protocol {}
    }

    /// What is learnt from in place of the data's own outcomes.
    sealed interface Source {
        /// The folder's name.
        String data();

        /// People's votes between a stronger and a weaker model.
        record Voted(String data) implements Source {}

        /// Outcomes of two models that stand in for the measured data's stronger and weaker one.
        record Pair(String data, String strong, String weak) implements Source {}
    }

    private PublishedDataset(String data, Protocol protocol, boolean pricedOnly, List<TargetBar> bars) {
        this(data, protocol, pricedOnly, bars, "");
    }

    /// Every challenge, in the report's order.
    static List<PublishedDataset> all() {
        return List.of(
                new PublishedDataset(
                        "routellm_mmlu",
                        new Protocol.Labels(ROUTELLM_LABELS, ROUTELLM_SPLITS),
                        false,
                        List.of(
                                TargetBar.atLeast("APGR", 0.64, MethodResult::apgr),
                                TargetBar.atMost("CPT50 in percent", 34, MethodResult::cpt50))),
                new PublishedDataset(
                        "routellm_mmlu",
                        new Protocol.CrossValidated(FOLDS),
                        false,
                        List.of(TargetBar.atLeast("APGR", 0.70, MethodResult::apgr)),
                        MMLU_LIMIT),
                transfer(List.of(VOTES)),
                transfer(List.of(VOTES, ROUTERBENCH, MMLU_PRO)),
                new PublishedDataset("routerbench", holdout(), false, List.of(aiq(0.8558)), GROUPS_LIMIT),
                new PublishedDataset(
                        "paretobandit",
                        holdout(),
                        false,
                        List.of(
                                aiq(0.931),
                                TargetBar.atLeast(
                                        "quality at $3e-4 a call",
                                        0.8975,
                                        method -> TargetBar.qualityFor(method, 0.3)))),
                new PublishedDataset(
                        "coderouterbench",
                        holdout(),
                        false,
                        List.of(
                                TargetBar.aboveAtSameCost("best-per-group"),
                                TargetBar.aboveAtSameCost("best-per-group").told()),
                        CODE_LIMIT),
                new PublishedDataset("mmlu_pro", holdout(), true, List.of(qnc())),
                new PublishedDataset("zeroeval", holdout(), true, List.of(qnc()), ZEROEVAL_LIMIT),
                new PublishedDataset(
                        "routerdc",
                        holdout(),
                        false,
                        List.of(TargetBar.above(
                                "best-per-group",
                                "quality",
                                method -> OptionalDouble.of(method.quality().mean()))),
                        GROUPS_LIMIT));
    }

    private static PublishedDataset transfer(List<Source> from) {
        return new PublishedDataset(
                "routellm_mmlu",
                new Protocol.Transfer(from),
                false,
                List.of(TargetBar.above("length", "APGR", MethodResult::apgr)),
                TRANSFER_LIMIT);
    }

    private static Protocol holdout() {
        return new Protocol.Holdout(HOLDOUT);
    }

    private static TargetBar aiq(double wanted) {
        return TargetBar.atLeast("AIQ", wanted, method -> TargetBar.mean(method.aiqPaper()));
    }

    private static TargetBar qnc() {
        return TargetBar.atMost(
                "cost of the best single model's quality, in percent of that model's", 30, MethodResult::qnc);
    }
}
