package dev.signalbox.plan;

import dev.signalbox.chat.Confidence;
import dev.signalbox.model.Model;
import dev.signalbox.signal.SignalKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How the answers of several plans become one.
public sealed interface Fusion {
    /// The share of the answers that say what most say, 0..1: 1 where all agree.
    SignalKey<Double> AGREEMENT = SignalKey.score("agreement");

    /// How many answered.
    SignalKey<Double> VOTES = SignalKey.score("votes");

    /// The winner's [Score].
    SignalKey<Double> UNCERTAINTY = SignalKey.score("uncertainty");

    /// Whether the judge preferred neither of the last two. Unknown where it was not heard in both orders.
    SignalKey<Boolean> JUDGE_TIE = SignalKey.flag("judge_tie");

    /// Whether the judge changed its mind with the order. Unknown as [#JUDGE_TIE].
    SignalKey<Boolean> JUDGE_FLIPPED = SignalKey.flag("judge_flipped");

    /// Whether the judge gave no clear verdict in both orders of some comparison, so that the first answer stayed.
    SignalKey<Boolean> JUDGE_SILENT = SignalKey.flag("judge_silent");

    /// How many answers one was written out of.
    SignalKey<Double> REFERENCES = SignalKey.score("references");

    /// All that a fusion may tell.
    List<SignalKey<?>> SIGNALS =
            List.of(AGREEMENT, VOTES, UNCERTAINTY, JUDGE_TIE, JUDGE_FLIPPED, JUDGE_SILENT, REFERENCES);

    /// The models that judge or join. They see what was answered, so they must be permitted, too.
    default Stream<Model> models() {
        return switch (this) {
            case Hedged _ -> Stream.empty();
            case Vote _ -> Stream.empty();
            case Best _ -> Stream.empty();
            case JudgeSelected judged -> Stream.of(judged.judge());
            case Synthesised synthesised -> synthesised.aggregators().stream();
        };
    }

    /// A hedge: who speaks first answers, the others are cancelled (Dean & Barroso, "The tail at scale",
    /// 2013). A branch starts when those before it have not said a word for `after` longer, or at once when
    /// one of them fails.
    ///
    /// @param after best the 95th percentile of the time to the first token; empty leaves it to what is
    ///     observed, and to [#USUAL_AFTER] where nothing is
    /// @param whole as `after`, for a request that is answered in one piece: that takes so much
    ///     longer that it would nearly always be late for a first token. Where empty and nothing is
    ///     observed, none starts for speed
    /// @param shareMax how many calls more there may be for each request in the long run, 0..1. Only what
    ///     starts for the sake of speed counts, not what takes a failed one's place.
    record Hedged(Optional<Duration> after, Optional<Duration> whole, double shareMax) implements Fusion {
        public static final double USUAL_SHARE = 0.05;
        public static final Duration USUAL_AFTER = Duration.ofMillis(500);

        /// Longer than any request may take.
        private static final Duration UNHEDGED = Duration.ofDays(1);

        public Hedged {
            if (after.filter(Duration::isNegative).isPresent()
                    || whole.filter(Duration::isNegative).isPresent()) {
                throw new IllegalArgumentException("a hedge cannot start before its first branch");
            }
            if (!(shareMax >= 0 && shareMax <= 1)) {
                throw new IllegalArgumentException("a share must be from 0 to 1, not " + shareMax);
            }
        }

        /// One delay for requests of both kinds.
        public Hedged(Optional<Duration> after, double shareMax) {
            this(after, after, shareMax);
        }

        public Hedged(Duration after) {
            this(Optional.of(after), USUAL_SHARE);
        }

        public Duration delay(boolean streaming) {
            return streaming ? after.orElse(USUAL_AFTER) : whole.orElse(UNHEDGED);
        }
    }

    /// The answer that most give, once all is taken away that does not matter; of those that give it, the one of the
    /// earliest branch, so the cheapest belongs first. Signals: `agreement` and `votes`.
    ///
    /// @param quorum how many branches must have answered
    record Vote(int quorum) implements Fusion {
        public Vote {
            if (quorum < 1) throw new IllegalArgumentException("a quorum must be at least 1, not " + quorum);
        }
    }

    /// The answer of which its model was surest. Where no provider told, the one on which most agree. Signals:
    /// `uncertainty`, `agreement` and `votes`.
    record Best(Score score) implements Fusion {}

    /// How unsure a model was; less is better.
    sealed interface Score {
        double of(Confidence confidence);

        /// Mean negative log-probability plus a weight of its variance (after ODAR, arXiv 2602.23681, with a mean in
        /// place of its sum).
        ///
        /// @param scales what is usual, by the model's id. Used where all who are compared have one.
        record Likelihood(double varianceWeight, Map<String, Scale> scales) implements Score {
            /// ODAR's weight, and no scales.
            public static final Likelihood USUAL = new Likelihood(1);

            public Likelihood {
                scales = Map.copyOf(scales);
            }

            public Likelihood(double varianceWeight) {
                this(varianceWeight, Map.of());
            }

            @Override
            public double of(Confidence confidence) {
                return confidence.meanNll() + varianceWeight * confidence.variance();
            }
        }

        /// The entropy of the last tokens ("intrinsic selection", arXiv 2606.08850).
        record TailEntropy() implements Score {
            @Override
            public double of(Confidence confidence) {
                return confidence.tailEntropy();
            }
        }

        /// What is usual for a model's score: its mean and deviation over answers of all kinds.
        record Scale(double mean, double deviation) {
            public Scale {
                if (!(deviation > 0)) throw new IllegalArgumentException("a scale needs a deviation above 0");
            }

            public double place(double score) {
                return (score - mean) / deviation;
            }
        }
    }

    /// The answer that a judge prefers, whichever of two it sees first; a judge that changes its mind with
    /// the order has none. More than two meet in a knock-out, in which the earlier one stays unless beaten: of a
    /// route's strategy that is the one that is believed to be better. Signals: `judge_tie`, `judge_flipped` and
    /// `judge_silent`.
    ///
    /// @param rubric what makes an answer good
    record JudgeSelected(Model judge, String rubric) implements Fusion {}

    /// One new answer out of all ("mixture of agents", arXiv 2406.04692), where more than one is worth
    /// reading: JiSi's switch (arXiv 2601.01330). Where one is far ahead, its answer is given as it is.
    /// Signal: `references`.
    ///
    /// @param aggregators who may write it, each tried when those before it failed. When all have, the
    ///     best-placed answer is given as it is.
    /// @param scores what each branch's answer is thought to be worth, best first; none where all are alike
    /// @param near how close to the best (0..1 of its score) an answer must be to be read
    /// @param tokensMax how long all answers together may be before the last of three or more is left out
    record Synthesised(List<Model> aggregators, List<Double> scores, double near, long tokensMax) implements Fusion {
        private static final double NEAR = 0.8;
        private static final long TOKENS_MAX = 13_000;

        public Synthesised {
            aggregators = List.copyOf(aggregators);
            scores = List.copyOf(scores);
            if (aggregators.isEmpty()) throw new IllegalArgumentException("a synthesis needs at least one aggregator");
            for (int i = 1; i < scores.size(); i++) {
                if (scores.get(i - 1) < scores.get(i)) {
                    throw new IllegalArgumentException("a synthesis needs its scores best first, not " + scores);
                }
            }
        }

        public Synthesised(List<Model> aggregators, List<Double> scores) {
            this(aggregators, scores, NEAR, TOKENS_MAX);
        }

        /// How many of so many branches are worth asking.
        public int asked(int branches) {
            if (scores.isEmpty()) return branches;
            double best = scores.getFirst();
            int close =
                    (int) scores.stream().filter(score -> score >= near * best).count();
            return Math.clamp(close, 1, branches);
        }

        /// How many answers are worth reading, once it is known how long they are.
        public int read(int answers, long tokens) {
            return answers > 2 && tokens > tokensMax ? answers - 1 : answers;
        }
    }
}
