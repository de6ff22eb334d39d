package dev.signalbox.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.encoders.EmbeddingSensor;
import dev.signalbox.encoders.MiniLmEncoder;
import dev.signalbox.encoders.StaticEncoder;
import dev.signalbox.signal.Encoder;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.cache.CacheRules;
import dev.signalbox.standard.cache.CacheRules.CacheTerms;
import dev.signalbox.standard.cache.HitValidity;
import dev.signalbox.standard.cache.MemoryAnswerCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// How often the semantic cache is right, on pairs that only sound alike and pairs that mean the same: the table in
/// docs/caching.md, which this holds up to date.
class SemanticHitsTest {
    private static final Path PAIRS = Path.of("../signalbox-standard/src/test/resources/dev/signalbox/standard/cache");
    private static final double[] THRESHOLDS = {0.70, 0.80, 0.85, 0.90, 0.95, 0.98};
    private static final Pattern ROW = Pattern.compile(
            "\\| (0\\.\\d\\d)[^|]* \\| (\\d+) of \\d+ \\| (\\d+) of \\d+ \\| (\\d+) \\| (\\d+) of \\d+ \\| (\\d+) of \\d+ \\| (\\d+) \\|");

    /// The arithmetic of another processor may move a pair across a threshold.
    private static final int TOLERANCE = 3;

    private record Pair(String one, String other, boolean same) {
        /// As when the rules were made.
        boolean heldBack() {
            return Math.floorMod(31 * one.hashCode() + other.hashCode(), 2) == 1;
        }
    }

    /// @param right paraphrases for which the answer was found
    /// @param heldBack those of them that the rules were not made with
    /// @param wrong requests that got an answer to something else
    private record Hits(int right, int heldBack, int wrong) {}

    private static List<Pair> pairs() throws IOException {
        var pairs = new ArrayList<Pair>();
        for (boolean same : List.of(true, false)) {
            for (var line : Files.readAllLines(PAIRS.resolve(same ? "paraphrases.txt" : "near-misses.txt"))) {
                var sides = line.split(" \\| ", 2);
                pairs.add(new Pair(sides[0], sides[1], same));
            }
        }
        return pairs;
    }

    private static Hits hits(List<Pair> pairs, Map<String, float[]> embeddings, double threshold)
            throws InterruptedException {
        var rules = new CacheRules(
                CacheRules.Requests.ALL,
                true,
                new CacheTerms(threshold, Duration.ofHours(1), false),
                Optional.empty(),
                Map.of(),
                Optional.empty());
        var cache = new MemoryAnswerCache(_ -> rules, 1 << 28, HitValidity.MINILM::of, _ -> {}, () -> Instant.EPOCH);
        for (var pair : pairs) {
            var signals = signals(embeddings, pair.one());
            try (var lookup = cache.visit(request(pair.one()), signals, "r")) {
                lookup.keep(Answer.of(pair.one(), Usage.NONE), Optional.of("m"), signals);
            }
        }
        int right = 0;
        int heldBack = 0;
        int wrong = 0;
        for (var pair : pairs) {
            try (var lookup = cache.visit(request(pair.other()), signals(embeddings, pair.other()), "r")) {
                if (lookup.found().isEmpty()) continue;
                var found = lookup.found().get().answer().text();
                boolean itself = found.equals(pair.other());
                boolean fits = itself || pair.same() && found.equals(pair.one());
                if (!fits) wrong++;
                else if (pair.same()) {
                    right++;
                    if (pair.heldBack()) heldBack++;
                }
            }
        }
        return new Hits(right, heldBack, wrong);
    }

    private static Request request(String text) {
        return Request.of("r" + text.hashCode(), "auto", text, Instant.MAX);
    }

    private static Signals signals(Map<String, float[]> embeddings, String text) {
        return Signals.of(EmbeddingSensor.EMBEDDING.of(embeddings.getOrDefault(text, new float[0])));
    }

    private static Map<String, float[]> embeddings(List<Pair> pairs, Encoder encoder) {
        var embeddings = new HashMap<String, float[]>();
        for (var pair : pairs) {
            embeddings.computeIfAbsent(pair.one(), encoder::encode);
            embeddings.computeIfAbsent(pair.other(), encoder::encode);
        }
        return embeddings;
    }

    @Test
    void theTableInTheDocsIsUpToDate() throws Exception {
        var pairs = pairs();
        long same = pairs.stream().filter(Pair::same).count();
        long heldBack =
                pairs.stream().filter(pair -> pair.same() && pair.heldBack()).count();
        var byStatic = embeddings(pairs, StaticEncoder.builtIn());
        Map<String, float[]> byTransformer;
        try (var encoder = new MiniLmEncoder(Runtime.getRuntime().availableProcessors())) {
            byTransformer = embeddings(pairs, encoder);
        }
        var rows = new HashMap<String, List<Integer>>();
        for (var line : Files.readAllLines(Path.of("../docs/caching.md"))) {
            var row = ROW.matcher(line);
            if (!row.matches()) continue;
            var numbers = new ArrayList<Integer>();
            for (int i = 2; i <= row.groupCount(); i++) numbers.add(Integer.parseInt(row.group(i)));
            rows.put(row.group(1), numbers);
        }
        for (double threshold : THRESHOLDS) {
            var transformer = hits(pairs, byTransformer, threshold);
            var table = hits(pairs, byStatic, threshold);
            var line = String.format(
                    Locale.ROOT,
                    "| %.2f | %d of %d | %d of %d | %d | %d of %d | %d of %d | %d |",
                    threshold,
                    transformer.right(),
                    same,
                    transformer.heldBack(),
                    heldBack,
                    transformer.wrong(),
                    table.right(),
                    same,
                    table.heldBack(),
                    heldBack,
                    table.wrong());
            var told = rows.getOrDefault(String.format(Locale.ROOT, "%.2f", threshold), List.of());
            assertThat(told).as("docs/caching.md needs the line: " + line).hasSize(6);
            var counted = List.of(
                    transformer.right(),
                    transformer.heldBack(),
                    transformer.wrong(),
                    table.right(),
                    table.heldBack(),
                    table.wrong());
            for (int i = 0; i < counted.size(); i++) {
                assertThat(Math.abs(told.get(i) - counted.get(i)))
                        .as("docs/caching.md needs the line: " + line)
                        .isLessThanOrEqualTo(TOLERANCE);
            }
            // Nearly never wrong, whatever the threshold: 99.5 % of the hits are right.
            assertThat(transformer.wrong()).isLessThanOrEqualTo(transformer.right() / 200);
            assertThat(table.wrong()).isLessThanOrEqualTo(table.right() / 200);
        }
    }
}
