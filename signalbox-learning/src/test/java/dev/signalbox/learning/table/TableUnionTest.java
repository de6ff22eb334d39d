package dev.signalbox.learning.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.learning.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableUnionTest {
    private static final OutcomeTable ONE = Worlds.table("one", 5, 1).of(List.of("clerk", "poet"));
    private static final OutcomeTable OTHER = Worlds.table("other", 7, 2).of(List.of("poet", "sage"));

    private static OutcomeTable asking(String... texts) {
        var queries = new ArrayList<OutcomeTable.Query>();
        for (var text : texts) {
            queries.add(new OutcomeTable.Query("q" + queries.size(), Optional.empty(), Optional.of(text)));
        }
        var values = new double[texts.length][1];
        return new OutcomeTable("asking", queries, List.of("m"), values, values, values);
    }

    @Test
    void whatATableDoesNotSayOfAnothersModelIsUnknown() {
        var both = TableUnion.of(List.of(ONE, OTHER));
        assertThat(both.name()).isEqualTo("one+other");
        assertThat(both.models()).containsExactly("clerk", "poet", "sage");
        assertThat(both.size()).isEqualTo(12);
        assertThat(both.queries()).extracting(OutcomeTable.Query::id).doesNotHaveDuplicates();
        assertThat(both.quality()[0]).containsExactly(ONE.quality()[0][0], ONE.quality()[0][1], Double.NaN);
        assertThat(both.costUsd()[5]).containsExactly(Double.NaN, OTHER.costUsd()[0][0], OTHER.costUsd()[0][1]);
    }

    @Test
    void oneTableStaysAsItIs() {
        assertThat(TableUnion.of(List.of(ONE))).isSameAs(ONE);
    }

    @Test
    void aModelTakesTheNameOfTheOneItStandsInFor() {
        var standIn = OTHER.standingIn(Map.of("sage", "clerk"));
        assertThat(standIn.models()).containsExactly("clerk", "poet");
        assertThat(standIn.quality()[3]).containsExactly(OTHER.quality()[3][1], OTHER.quality()[3][0]);
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> OTHER.standingIn(Map.of("monk", "clerk")))
                .withMessageContainingAll("`other`", "`monk`");
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> OTHER.standingIn(Map.of("sage", "poet")))
                .withMessageContaining("one name");
    }

    @Test
    void aBorrowedQuestionIsFoundInAnotherTemplateAndWithMoreOptions() {
        var overlap = new QueryOverlap(
                asking(
                        "Which planet is the largest?\nA. Mars\nB. Jupiter\nAnswer:",
                        "A man drives forty miles to the north and then thirty miles to the east before he rests. How far?\nA. 50"));
        var others = asking(
                "## Question: Which planet is the LARGEST?\n- (A) Venus\n- (B) Mars\n- (C) Jupiter",
                "A man drives forty miles to the north and then thirty miles to the east, slowly.",
                "A man drives forty miles. Which planet is the smallest?",
                "Which planet?");
        assertThat(overlap.without(others).queries())
                .extracting(OutcomeTable.Query::id)
                .containsExactly("q2", "q3");
    }
}
