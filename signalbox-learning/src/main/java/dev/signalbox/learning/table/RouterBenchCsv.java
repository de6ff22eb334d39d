package dev.signalbox.learning.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// RouterBench's wide table as CSV: `sample_id`, `prompt`, `eval_name`, and for every model a column with its
/// score and the columns `MODEL|total_cost` (US dollars) and `MODEL|model_response` (Hu et al. 2024, arXiv
/// 2403.12031). The prompt is kept as the file has it, also where that is a list in brackets.
public final class RouterBenchCsv implements TableImport {
    private static final String COST = "|total_cost";
    private static final String ANSWER = "|model_response";

    @Override
    public void read(Path source, OutcomeTableWriter writer) throws IOException {
        for (var file : TableImport.files(source, ".csv")) WideCsv.read(file, RouterBenchCsv::layout, writer);
    }

    private static WideCsv.Layout layout(Path file, List<String> header) {
        int id = header.indexOf("sample_id");
        int text = header.indexOf("prompt");
        int group = header.indexOf("eval_name");
        var models = new ArrayList<WideCsv.Column>();
        for (int column = 0; column < header.size(); column++) {
            var name = header.get(column);
            int cost = header.indexOf(name + COST);
            if (cost < 0 && !header.contains(name + ANSWER)) continue;
            models.add(new WideCsv.Column(name, column, cost < 0 ? OptionalInt.empty() : OptionalInt.of(cost)));
        }
        if (id < 0 || text < 0 || group < 0 || models.isEmpty()) {
            throw new OutcomeTableException(
                    "`%s`, line 1: RouterBench's header has `sample_id`, `prompt`, `eval_name` and a column `MODEL` with `MODEL%s`"
                            .formatted(file, COST));
        }
        return new WideCsv.Layout(OptionalInt.of(id), text, OptionalInt.of(group), models);
    }
}
