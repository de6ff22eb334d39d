package dev.signalbox.learning.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads what others call outcomes.
public interface TableImport {
    /// Reads a file, or every file of a folder that has this format's ending, in the order of their names.
    ///
    /// @throws OutcomeTableException if something is missing or wrong, with the file and place
    void read(Path source, OutcomeTableWriter writer) throws IOException;

    /// The file itself, or the folder's files (at any depth) whose names end so.
    static List<Path> files(Path source, String ending) throws IOException {
        if (!Files.isDirectory(source)) return List.of(source);
        try (var all = Files.walk(source)) {
            var files = all.filter(file -> Files.isRegularFile(file)
                            && file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new OutcomeTableException(
                        "the folder `%s` has no file that ends in `%s`".formatted(source, ending));
            }
            return files;
        }
    }
}
