package dev.signalbox.learning.train;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.signal.Encoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What predictors read of each query: its text, its embedding and its lexical features as they come from the sensor.
///
/// @param texts `[query]`
/// @param embeddings `[query]`, of length 1
/// @param lexical `[query]`, not standardised
public record Inputs(String[] texts, float[][] embeddings, float[][] lexical) {
    /// Reads every text once, on all cores.
    ///
    /// @param table of which every query has a text
    public static Inputs of(OutcomeTable table, Encoder encoder, Function<String, float[]> lexical, Progress progress) {
        var place = new HashMap<String, Integer>();
        List<String> texts = new ArrayList<>();
        var placeOfRow = new int[table.size()];
        for (int row = 0; row < placeOfRow.length; row++) {
            var text = table.queries().get(row).text().orElseThrow();
            placeOfRow[row] = place.computeIfAbsent(text, fresh -> {
                texts.add(fresh);
                return texts.size() - 1;
            });
        }
        var embedded = new float[texts.size()][];
        var described = new float[texts.size()][];
        var done = new AtomicInteger();
        IntStream.range(0, texts.size()).parallel().forEach(i -> {
            embedded[i] = encoder.encode(texts.get(i));
            described[i] = lexical.apply(texts.get(i));
            progress.at("encode", done.incrementAndGet(), texts.size());
        });
        int rows = placeOfRow.length;
        var inputs = new Inputs(new String[rows], new float[rows][], new float[rows][]);
        for (int row = 0; row < rows; row++) {
            inputs.texts[row] = texts.get(placeOfRow[row]);
            inputs.embeddings[row] = embedded[placeOfRow[row]];
            inputs.lexical[row] = described[placeOfRow[row]];
        }
        return inputs;
    }

    public int size() {
        return embeddings.length;
    }
}
