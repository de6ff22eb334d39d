package dev.signalbox.learning.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import dev.signalbox.learning.table.Split;
import dev.signalbox.learning.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegimeTest {
    private static final OutcomeTable TABLE = Worlds.table("world", 200, 1).of(List.of("poet", "sage"));

    @TempDir
    private Path folder;

    private static List<String> ids(OutcomeTable table) {
        return table.queries().stream().map(OutcomeTable.Query::id).toList();
    }

    @Test
    void labelsAreAsManyAsWereAskedForAndOtherwiseInEachSplit() {
        var splits = Regime.labels(TABLE, 50, 3, 1).splits();
        assertThat(splits).hasSize(3).allSatisfy(split -> {
            assertThat(split.train().size()).isEqualTo(50);
            assertThat(ids(split.test())).hasSize(150).doesNotContainAnyElementsOf(ids(split.train()));
        });
        assertThat(ids(splits.get(0).train())).isNotEqualTo(ids(splits.get(1).train()));
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> Regime.labels(TABLE, 200, 1, 1))
                .withMessageContaining("leaves none to measure on");
    }

    @Test
    void crossValidationMeasuresEveryQueryOnce() {
        var tested = Regime.crossValidated(TABLE, 3, 1).splits().stream()
                .map(Split::test)
                .flatMap(test -> ids(test).stream())
                .toList();
        assertThat(tested).containsExactlyInAnyOrderElementsOf(ids(TABLE));
    }

    @Test
    void transferLearnsNothingThatTheTestAsks() {
        var other = TABLE.where(row -> row < 20);
        var split = Regime.transfer(TABLE, other).splits().getFirst();
        assertThat(split.test()).isEqualTo(other);
        assertThat(new HashSet<>(ids(split.train()))).hasSize(180).doesNotContainAnyElementsOf(ids(other));
    }

    @Test
    void aRegimeIsMeasuredByStrongCalls() {
        var result = Regime.labels(TABLE, 100, 2, 1).run(Worlds.encoder(), Worlds.evaluation(), Progress.SILENT);
        assertThat(result.name()).isEqualTo("labels-100");
        var router = result.result().method("default").orElseThrow();
        assertThat(router.apgr().orElseThrow()).isGreaterThan(0.6);
        assertThat(router.spread()).containsKeys("apgr", "cpt50");
    }

    @Test
    void votesAreOutcomesOfTwoSides() throws IOException {
        Files.writeString(folder.resolve("votes.jsonl"), """
                {"id": 1, "turns": ["Hello?", "More?"], "strong": "x", "weak": "y", "strong_won": 1}

                {"id": 2, "turns": ["Bye."], "strong_won": 0}
                """);
        var table = Votes.read(folder, "large", "a-small");
        assertThat(table.models()).containsExactly("a-small", "large");
        assertThat(table.quality()).isDeepEqualTo(new double[][] {{0, 1}, {0.5, 0.5}});
        assertThat(table.queries().getFirst().text()).contains("Hello?");
    }

    @Test
    void wrongVotesAreNamedByLine() throws IOException {
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> Votes.read(folder, "a", "b"))
                .withMessageContaining("votes.jsonl");
        for (var wrong :
                List.of("{", "{\"id\": 1, \"turns\": [], \"strong_won\": 1}", "{\"id\": 1, \"turns\": [\"x\"]}")) {
            Files.writeString(folder.resolve("votes.jsonl"), "\n" + wrong);
            assertThatExceptionOfType(OutcomeTableException.class)
                    .isThrownBy(() -> Votes.read(folder, "a", "b"))
                    .withMessageContaining("votes.jsonl:2: ");
        }
    }
}
