package dev.signalbox.learning.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.learning.Worlds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static OutcomeTable asking(List<String> texts) {
        var queries = new ArrayList<OutcomeTable.Query>();
        for (var text : texts) {
            queries.add(new OutcomeTable.Query("q" + queries.size(), Optional.empty(), Optional.of(text)));
        }
        var values = new double[texts.size()][1];
        return new OutcomeTable("asking", queries, List.of("m"), values, values, values);
    }

    private static List<String> keys(OutcomeTable table) {
        return table.queries().stream().map(OutcomeTable.Query::key).toList();
    }

    @Test
    void oneQuestionIsNeverOnBothSides() {
        var texts = new ArrayList<String>();
        for (int i = 0; i < 50; i++) {
            texts.addAll(
                    List.of("Is %d even?".formatted(i), "is  %d EVEN".formatted(i), "Is %d, even?!\n".formatted(i)));
        }
        for (long seed = 0; seed < 20; seed++) {
            var split = Split.of(asking(texts), 0.3, seed);
            assertThat(split.train().size() + split.test().size()).isEqualTo(150);
            assertThat(split.test().size()).isEqualTo(45);
            var train = new HashSet<>(keys(split.train()));
            assertThat(keys(split.test())).isNotEmpty().noneMatch(train::contains);
        }
    }

    @Test
    void differentSignsAreDifferentQuestions() {
        assertThat(new HashSet<>(keys(asking(List.of("+", "?", "1 2", "12", "é", "e")))))
                .hasSize(6);
    }

    @Test
    void theSplitDependsOnTheSeedAndNotOnTheOrder() {
        var table = Worlds.table("order", 200, 1);
        var rows = new ArrayList<>(IntStream.range(0, 200).boxed().toList());
        Collections.shuffle(rows, new Random(4));
        var shuffled = table.rows(rows.stream().mapToInt(Integer::intValue).toArray());
        assertThat(keys(Split.of(shuffled, 0.3, 1).test()))
                .containsExactlyInAnyOrderElementsOf(
                        keys(Split.of(table, 0.3, 1).test()));
        assertThat(keys(Split.of(table, 0.3, 2).test()))
                .isNotEqualTo(keys(Split.of(table, 0.3, 1).test()));
    }

    @Test
    void aShareOfNoneOrAllIsRefused() {
        var table = Worlds.table("share", 20, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> Split.of(table, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Split.of(table, Double.NaN, 1));
    }
}
