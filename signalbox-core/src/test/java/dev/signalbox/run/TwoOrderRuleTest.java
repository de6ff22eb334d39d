package dev.signalbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The two-order rule on the judgements of GPT-4 on Arena-Hard: five models, each against a baseline, each pair in both
/// orders. The file counts the pairs by what was said of them; an empty field is a judgement that can't be read.
class TwoOrderRuleTest {
    private final List<Judged> judged = read();

    /// @param straight said with the baseline first
    /// @param turned said with the model first
    private record Judged(String model, Optional<Preference> straight, Optional<Preference> turned, int pairs) {
        static Judged of(String line) {
            var fields = line.split(",", -1);
            return new Judged(
                    fields[0],
                    Preference.signed(fields[1]),
                    Preference.signed(fields[2]).map(Preference::turned),
                    Integer.parseInt(fields[3]));
        }

        boolean usable() {
            return straight.isPresent() && turned.isPresent();
        }

        boolean agrees() {
            return straight.orElseThrow().agreesWith(turned.orElseThrow());
        }

        boolean contradicts() {
            return straight.orElseThrow().contradicts(turned.orElseThrow());
        }

        Preference outcome() {
            return straight.orElseThrow().confirmedBy(turned.orElseThrow());
        }
    }

    private static List<Judged> read() {
        try (var in = Objects.requireNonNull(TwoOrderRuleTest.class.getResourceAsStream("arena-hard-judgements.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(Judged::of)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private int pairs(Predicate<Judged> which) {
        return judged.stream()
                .filter(Judged::usable)
                .filter(which)
                .mapToInt(Judged::pairs)
                .sum();
    }

    @Test
    void sevenInTenJudgementsStandWhenTheAnswersChangePlaces() {
        assertThat(pairs(_ -> true)).isEqualTo(2_492);
        assertThat(pairs(Judged::agrees)).isEqualTo(1_723);
        assertThat(pairs(Judged::contradicts)).isEqualTo(446);
        assertThat(pairs(each -> !each.agrees() && !each.contradicts())).isEqualTo(323);
    }

    @Test
    void onlyWhatStandsIsAPreference() {
        assertThat(pairs(each -> each.outcome() != Preference.NEITHER)).isEqualTo(1_633);
        assertThat(pairs(each -> each.contradicts() && each.outcome() != Preference.NEITHER))
                .isZero();
    }

    @Test
    void theFirstPlaceIsFavoured() {
        assertThat(pairs(each ->
                        each.contradicts() && each.straight().orElseThrow().ordinal() < Preference.NEITHER.ordinal()))
                .isEqualTo(300);
    }

    @Test
    void flipsAreCountedByModel() {
        assertThat(judged.stream()
                        .filter(each -> each.usable() && each.contradicts())
                        .collect(Collectors.groupingBy(Judged::model, Collectors.summingInt(Judged::pairs)))
                        .values())
                .containsExactlyInAnyOrder(92, 80, 92, 105, 77);
    }
}
