package dev.signalbox.verify.orchestration;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.encoders.EmbeddingSensor;
import dev.signalbox.encoders.MiniLmEncoder;
import dev.signalbox.encoders.StaticEncoder;
import dev.signalbox.learning.evaluate.Bootstrap;
import dev.signalbox.signal.Encoder;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.cache.CacheRules;
import dev.signalbox.standard.cache.CacheRules.CacheTerms;
import dev.signalbox.standard.cache.MemoryAnswerCache;
import dev.signalbox.standard.quality.Isotonic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/// What a semantic hit is worth by its cosine: a shelf that keeps answers to half of an intent data set is asked with
/// the other half, and a hit counts as right where both requests have the same intent.
/// Arguments: a folder with `banking77/train.csv` and `clinc150/train_val.json`.
public final class HitStudy {
    private static final double[] BANDS = {0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 1.001};
    private static final int KEPT = 8_000;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    record Said(String text, String intent) {}

    /// A hit, and whether the two requests have the same intent.
    record Hit(double cosine, boolean same) {}

    private HitStudy() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var folder = Path.of(arguments[0]);
        var sets = Map.of("banking77", banking(folder), "clinc150", clinc(folder));
        try (var minilm = new MiniLmEncoder(2)) {
            for (var encoder : List.of(minilm, StaticEncoder.builtIn())) {
                var all = new ArrayList<Hit>();
                for (var set : sets.entrySet()) {
                    var hits = hits(encoder, set.getValue());
                    report("%s, %s".formatted(encoder.id(), set.getKey()), hits);
                    all.addAll(hits);
                }
                report(encoder.id() + ", both", all);
                curve(all);
            }
        }
    }

    private static List<Said> banking(Path folder) throws IOException {
        var said = new ArrayList<Said>();
        // A text may hold line breaks within quotes; the category never does.
        var rows = Files.readString(folder.resolve("banking77/train.csv")).split("(?<=,[a-zA-Z_?]{3,60})\\R");
        for (var row : rows) {
            int comma = row.lastIndexOf(',');
            said.add(new Said(row.substring(0, comma).replace("\"", "").strip(), row.substring(comma + 1)));
        }
        return said.subList(1, said.size());
    }

    private static List<Said> clinc(Path folder) throws IOException {
        var said = new ArrayList<Said>();
        for (var row : new JsonMapper()
                .readTree(Files.readString(folder.resolve("clinc150/train_val.json")))
                .path("train")) {
            said.add(new Said(row.get(0).stringValue(), row.get(1).stringValue()));
        }
        return said;
    }

    /// @param said in any order
    static List<Hit> hits(Encoder encoder, List<Said> said) throws InterruptedException {
        var shuffled = new ArrayList<>(said);
        Collections.shuffle(shuffled, new Random(1));
        int kept = Math.min(KEPT, shuffled.size() / 2);
        var rules = new CacheRules(
                CacheRules.Requests.ALL,
                true,
                new CacheTerms(BANDS[0], Duration.ofDays(1), false),
                Optional.empty(),
                Map.of(),
                Optional.empty());
        var shelf =
                new MemoryAnswerCache(_ -> rules, 1L << 32, Isotonic.IDENTITY::of, _ -> {}, InstantSource.fixed(NOON));
        for (int i = 0; i < kept; i++) {
            var signals = signals(encoder, shuffled.get(i));
            try (var lookup = shelf.visit(request(i, shuffled.get(i)), signals, "r")) {
                lookup.keep(Answer.of("Yes.", Usage.NONE), Optional.of("m"), signals);
            }
        }
        var hits = new ArrayList<Hit>();
        for (int i = kept; i < 2 * kept; i++) {
            var asked = shuffled.get(i);
            try (var lookup = shelf.visit(request(i, asked), signals(encoder, asked), "r")) {
                lookup.found().ifPresent(found -> {
                    var first = shuffled.get(Integer.parseInt(found.origin().requestId()));
                    if (!first.text().equals(asked.text())) {
                        hits.add(new Hit(found.origin().cosine(), first.intent().equals(asked.intent())));
                    }
                });
            }
        }
        return hits;
    }

    private static Request request(int id, Said said) {
        return Request.of(Integer.toString(id), "auto", said.text(), NOON.plusSeconds(60));
    }

    private static Signals signals(Encoder encoder, Said said) {
        return Signals.of(EmbeddingSensor.EMBEDDING.of(encoder.encode(said.text())));
    }

    private static void report(String title, List<Hit> hits) {
        System.out.printf("%n%s%n| cosine | hits | same intent |%n|---|---|---|%n", title);
        for (int band = 0; band + 1 < BANDS.length; band++) {
            double from = BANDS[band];
            double to = BANDS[band + 1];
            var in = hits.stream()
                    .filter(hit -> hit.cosine() >= from && hit.cosine() < to)
                    .mapToDouble(hit -> hit.same() ? 1 : 0)
                    .toArray();
            if (in.length == 0) continue;
            var share = Bootstrap.ofMean(in, 1);
            System.out.printf(
                    Locale.ROOT,
                    "| %.3f – %.3f | %,d | %.1f %% [%.1f, %.1f] |%n",
                    from,
                    Math.min(1, to),
                    in.length,
                    100 * share.mean(),
                    100 * share.low(),
                    100 * share.high());
        }
    }

    private static void curve(List<Hit> hits) {
        var fitted = Isotonic.fit(
                hits.stream().mapToDouble(Hit::cosine).toArray(),
                hits.stream().mapToDouble(hit -> hit.same() ? 1 : 0).toArray());
        System.out.println();
        for (double cosine : new double[] {.6, .65, .7, .75, .8, .85, .9, .925, .95, .975, .99, 1}) {
            System.out.printf(Locale.ROOT, "fitted %.3f: %.3f%n", cosine, fitted.of(cosine));
        }
    }
}
