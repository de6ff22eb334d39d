package dev.signalbox.learning.method.irt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AbilityTest {
    private static final List<Item> ITEMS = List.of(new Item(1, 0), new Item(1.5, 0.5), new Item(0.8, -1));

    @Test
    void theAbilityIsTheMostLikelyOne() {
        var ability = Ability.of(ITEMS, new double[] {1, 1, 0}, Ability.PRIOR);
        assertThat(ability.value()).isCloseTo(0.50665665, within(1e-8));
        double[] information = ITEMS.stream()
                .mapToDouble(item -> item.information(ability.value()))
                .toArray();
        assertThat(information).containsExactly(new double[] {0.23461845, 0.56248598, 0.11352672}, within(1e-8));
        assertThat(ability.deviation()).isCloseTo(1 / Math.sqrt(1.91063115), within(1e-8));
    }

    @Test
    void nothingAnsweredLeavesWhatWasKnown() {
        assertThat(Ability.of(List.of(), new double[0], new Ability(0.3, 0.5))).isEqualTo(new Ability(0.3, 0.5));
    }

    @Test
    void alwaysRightIsAbleButFinite() {
        var items = IntStream.range(0, 500).mapToObj(i -> new Item(2, -1)).toList();
        double[] right = IntStream.range(0, 500).mapToDouble(i -> 1).toArray();
        assertThat(Ability.of(items, right, Ability.PRIOR).value()).isBetween(1.0, 5.0);
    }
}
