package dev.signalbox.learning.method.irt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialResultsTest {
    private static final OutcomeTable TABLE = Worlds.table("known", 20, 1);

    @TempDir
    private Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("results.csv"), content);
    }

    @Test
    void resultsAreFoundByTheirQuery() throws IOException {
        var results = TrialResults.read(file("quality,id,seen\n0.25,q7,x\n1,q3,y\n"), TABLE);
        assertThat(results).containsExactly(Map.entry(3, 1.0), Map.entry(7, 0.25));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id;score/q1;1            | there is no `quality`
            id;quality/q1;much       | line 2: `quality` is `much`, which is no number
            id;quality/q1;2          | line 2: `quality` is 2 and must be between 0 and 1
            id;quality/q1;NaN        | line 2: `quality` is NaN and must be between 0 and 1
            id;quality/q1;1/q1;0     | line 3: the id `q1` comes twice
            id;quality/zebra;1       | line 2: the table has no query with the id `zebra`
            id;quality               | has no results
            """)
    void aWrongFileIsToldWithItsPlace(String content, String told) throws IOException {
        var path = file(content.replace('/', '\n').replace(';', ',') + "\n");
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> TrialResults.read(path, TABLE))
                .withMessageContaining("results.csv`")
                .withMessageContaining(told);
    }
}
