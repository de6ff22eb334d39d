package dev.signalbox.learning.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// RouteLLM's responses: `prompt` and a column a model with `True` or `False`, a file a subject (Ong et al. 2024,
/// arXiv 2406.18665). Columns that end in `_response` hold answers and are passed over. There are no costs. A row
/// is named by its file and number, and its group is the file's name.
public final class RouteLlmCsv implements TableImport {
    @Override
    public void read(Path source, OutcomeTableWriter writer) throws IOException {
        for (var file : TableImport.files(source, ".csv")) WideCsv.read(file, RouteLlmCsv::layout, writer);
    }

    private static WideCsv.Layout layout(Path file, List<String> header) {
        int text = header.indexOf("prompt");
        var models = new ArrayList<WideCsv.Column>();
        for (int column = 0; column < header.size(); column++) {
            var name = header.get(column);
            if (column == text || name.isBlank() || name.endsWith("_response")) continue;
            models.add(new WideCsv.Column(name, column, OptionalInt.empty()));
        }
        if (text < 0 || models.isEmpty()) {
            throw new OutcomeTableException(
                    "`%s`, line 1: RouteLLM's header has `prompt` and a column a model".formatted(file));
        }
        return new WideCsv.Layout(OptionalInt.empty(), text, OptionalInt.empty(), models);
    }
}
