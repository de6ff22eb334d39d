package dev.signalbox.verify.orchestration;

import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.checks.Checks;
import dev.signalbox.checks.Grounding;
import dev.signalbox.encoders.StaticEncoder;
import dev.signalbox.learning.evaluate.ReceiverCurve;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Progress;
import dev.signalbox.learning.train.Trainer;
import dev.signalbox.signal.Finding.Verdict;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.quality.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// How well answers in which people found something made up are told: by numbers and names that the request does not
/// hold, and by what a router learns of its model's questions.
/// Argument: HaluEval's `general_data.json`, lines of `{"user_query", "chatgpt_response", "hallucination"}`.
public final class GroundingStudy {
    private static final int RESAMPLES = 1_000;
    private static final JsonMapper JSON = new JsonMapper();

    private static final int FOLDS = 5;

    record Case(String query, String answer, boolean madeUp) {
        /// The same for the same question.
        int fold() {
            return Math.floorMod(asked("").key().hashCode(), FOLDS);
        }

        OutcomeTable.Query asked(String id) {
            return new OutcomeTable.Query(id, Optional.of("all"), Optional.of(query));
        }

        Grounding grounding() {
            return Grounding.of(query, answer);
        }

        int words() {
            return query.strip().split("\\s+").length;
        }

        Verdict verdict() {
            var request = Request.of("r", "auto", query, Instant.MAX);
            return new Checks(Checks.Options.DEFAULT)
                    .named("unsupported_span")
                    .of(request, Answer.of(answer, Usage.NONE), Signals.NONE)
                    .verdict();
        }
    }

    private GroundingStudy() {}

    public static void main(String[] arguments) throws IOException {
        List<Case> cases;
        try (var lines = Files.lines(Path.of(arguments[0]))) {
            cases = lines.map(JSON::readTree)
                    .map(row -> new Case(
                            row.path("user_query").stringValue(),
                            row.path("chatgpt_response").stringValue(),
                            row.path("hallucination").stringValue().equals("yes")))
                    .toList();
        }
        System.out.println("| answers | made up | score | AUROC |\n|---|---|---|---|");
        report("all", cases, _ -> true);
        report("to requests of 40 words or more", cases, one -> one.words() >= 40);
        report(
                "with two numbers or names or more",
                cases,
                one -> one.grounding().spans() >= 2);
        double[] learnt = learnt(cases);
        row("all", cases, "learnt of the question", learnt);
        for (var verdict : Verdict.values()) {
            System.out.printf(
                    Locale.ROOT,
                    "the check says %s: %,d%n",
                    verdict,
                    cases.stream().filter(one -> one.verdict() == verdict).count());
        }
    }

    /// How likely each answer is to be made up, as an estimator of quality believes of its question
    /// that has learnt from the other questions' answers.
    private static double[] learnt(List<Case> cases) throws IOException {
        var encoder = StaticEncoder.builtIn();
        double[] believed = new double[cases.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            int held = fold;
            var others = cases.stream().filter(one -> one.fold() != held).toList();
            var options = new Trainer.Options(1, Instant.EPOCH, "people", BuiltIns::lexical);
            var snapshot = Trainer.train(table(others), encoder, options, Progress.SILENT);
            for (int i = 0; i < believed.length; i++) {
                var query = cases.get(i).query();
                if (cases.get(i).fold() != held) continue;
                var features =
                        Features.of(encoder.encode(query), snapshot.lexical().of(BuiltIns.lexical(query)));
                var quality = snapshot.qualityFor(features);
                believed[i] = 1 - quality.belief(0, quality.scores(features)).mean();
            }
        }
        return believed;
    }

    private static OutcomeTable table(List<Case> cases) {
        var queries = IntStream.range(0, cases.size())
                .mapToObj(i -> cases.get(i).asked(Integer.toString(i)))
                .toList();
        var quality =
                cases.stream().map(one -> new double[] {one.madeUp() ? 0 : 1}).toArray(double[][]::new);
        var unknown = cases.stream().map(_ -> new double[] {Double.NaN}).toArray(double[][]::new);
        return new OutcomeTable("made up", queries, List.of("chatgpt"), quality, unknown, unknown);
    }

    private static void report(String name, List<Case> cases, Predicate<Case> which) {
        var in = cases.stream().filter(which).toList();
        row(name, in, "share not in the request", one -> one.grounding().score());
        row(name, in, "number not in the request", one -> one.grounding()
                .unsupported()
                .size());
        row(name, in, "length of the answer", one -> one.answer().length());
    }

    private static void row(String name, List<Case> cases, String score, ToDoubleFunction<Case> of) {
        row(name, cases, score, cases.stream().mapToDouble(of).toArray());
    }

    private static void row(String name, List<Case> cases, String score, double[] scores) {
        var positive = new boolean[scores.length];
        for (int i = 0; i < positive.length; i++) positive[i] = cases.get(i).madeUp();
        var random = new Random(1);
        double[] areas = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double[] drawn = new double[scores.length];
            var drawnPositive = new boolean[scores.length];
            for (int j = 0; j < scores.length; j++) {
                int one = random.nextInt(scores.length);
                drawn[j] = scores[one];
                drawnPositive[j] = positive[one];
            }
            areas[i] = ReceiverCurve.area(drawn, drawnPositive);
        }
        Arrays.sort(areas);
        System.out.printf(
                Locale.ROOT,
                "| %s: %,d | %,d | %s | %.3f [%.3f, %.3f] |%n",
                name,
                cases.size(),
                cases.stream().filter(Case::madeUp).count(),
                score,
                ReceiverCurve.area(scores, positive),
                areas[(int) (0.025 * RESAMPLES)],
                areas[(int) (0.975 * RESAMPLES)]);
    }
}
