package dev.signalbox.verify.orchestration;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.checks.Checks;
import dev.signalbox.checks.Grounding;
import dev.signalbox.learning.evaluate.ReceiverCurve;
import dev.signalbox.signal.Finding.Verdict;
import dev.signalbox.signal.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.json.JsonMapper;

/// How well numbers and names that a request does not hold tell answers in which people found something made up.
/// Argument: HaluEval's `general_data.json`, lines of `{"user_query", "chatgpt_response", "hallucination"}`.
public final class GroundingStudy {
    private static final int RESAMPLES = 1_000;
    private static final JsonMapper JSON = new JsonMapper();

    record Case(String query, String answer, boolean madeUp) {
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
        for (var verdict : Verdict.values()) {
            System.out.printf(
                    Locale.ROOT,
                    "the check says %s: %,d%n",
                    verdict,
                    cases.stream().filter(one -> one.verdict() == verdict).count());
        }
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
        double[] scores = cases.stream().mapToDouble(of).toArray();
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
