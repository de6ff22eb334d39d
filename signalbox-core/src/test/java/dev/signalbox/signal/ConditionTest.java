package dev.signalbox.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.signal.Condition.All;
import dev.signalbox.signal.Condition.Any;
import dev.signalbox.signal.Condition.Compares;
import dev.signalbox.signal.Condition.Compares.Comparison;
import dev.signalbox.signal.Condition.Holds;
import dev.signalbox.signal.Condition.Is;
import dev.signalbox.signal.Condition.Not;
import dev.signalbox.signal.Condition.Truth;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final SignalKey<Boolean> CODE = SignalKey.flag("code");
    private static final SignalKey<Double> TOKENS = SignalKey.score("tokens");
    private static final SignalKey<String> LANGUAGE = SignalKey.label("language");

    @Test
    void anAbsentSignalIsUnknownAndNeverNo() {
        assertThat(new Holds(CODE).holds(Signals.NONE)).isEqualTo(Truth.UNKNOWN);
        assertThat(new Is(LANGUAGE, "en").holds(Signals.NONE)).isEqualTo(Truth.UNKNOWN);
        assertThat(new Compares(TOKENS, Comparison.AT_LEAST, 1).holds(Signals.NONE))
                .isEqualTo(Truth.UNKNOWN);
        assertThat(new Not(new Holds(CODE)).holds(Signals.NONE)).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void aNumberThatIsNoneIsUnknown() {
        var signals = Signals.of(TOKENS.of(Double.NaN));
        assertThat(new Compares(TOKENS, Comparison.BELOW, 1).holds(signals)).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void whatIsDecidedByOnePartDoesNotNeedTheOther() {
        var signals = Signals.of(CODE.of(true));
        var unknown = new Is(LANGUAGE, "en");
        assertThat(new Any(List.of(unknown, new Holds(CODE))).holds(signals)).isEqualTo(Truth.YES);
        assertThat(new All(List.of(unknown, new Not(new Holds(CODE)))).holds(signals))
                .isEqualTo(Truth.NO);
    }

    @Property
    void comparisonsAgreeWithTheNumbers(@ForAll double value, @ForAll double bound) {
        var signals = Signals.of(TOKENS.of(value));
        assertThat(new Compares(TOKENS, Comparison.BELOW, bound).holds(signals)).isEqualTo(Truth.of(value < bound));
        assertThat(new Compares(TOKENS, Comparison.AT_MOST, bound).holds(signals))
                .isEqualTo(Truth.of(value <= bound));
        assertThat(new Compares(TOKENS, Comparison.EQUAL, bound).holds(signals)).isEqualTo(Truth.of(value == bound));
        assertThat(new Compares(TOKENS, Comparison.AT_LEAST, bound).holds(signals))
                .isEqualTo(Truth.of(value >= bound));
        assertThat(new Compares(TOKENS, Comparison.ABOVE, bound).holds(signals)).isEqualTo(Truth.of(value > bound));
    }

    @Property
    void theLawsOfDeMorganHold(@ForAll("conditions") List<Condition> parts, @ForAll("signals") Signals signals) {
        var notAll = new Not(new All(parts)).holds(signals);
        var anyNot = new Any(parts.stream().<Condition>map(Not::new).toList()).holds(signals);
        assertThat(notAll).isEqualTo(anyNot);
    }

    /// Learning more may decide what was unknown; it never turns a YES into a NO.
    @Property
    void moreSignalsNeverOverturnAnAnswer(@ForAll("conditions") List<Condition> parts, @ForAll("signals") Signals all) {
        var condition = new Any(List.of(new All(parts), new Not(new Any(parts))));
        for (int known = 0; known < all.all().size(); known++) {
            var part = Signals.NONE.with(all.all().subList(0, known));
            var truth = condition.holds(part);
            if (truth != Truth.UNKNOWN) assertThat(condition.holds(all)).isEqualTo(truth);
        }
    }

    @Provide
    Arbitrary<List<Condition>> conditions() {
        Arbitrary<Condition> leaf = Arbitraries.oneOf(
                Arbitraries.just(new Holds(CODE)),
                Arbitraries.of("en", "de").map(label -> new Is(LANGUAGE, label)),
                Arbitraries.integers().between(0, 3).flatMap(bound -> Arbitraries.of(Comparison.values())
                        .map(comparison -> new Compares(TOKENS, comparison, bound))));
        Arbitrary<Condition> nested = Arbitraries.oneOf(
                leaf,
                leaf.map(Not::new),
                leaf.list().ofMaxSize(3).map(All::new),
                leaf.list().ofMaxSize(3).map(Any::new));
        return nested.list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<Signals> signals() {
        return Arbitraries.integers().between(0, 7).flatMap(mask -> Arbitraries.integers()
                .between(0, 3)
                .flatMap(tokens -> Arbitraries.of("en", "de").map(language -> {
                    var signals = new ArrayList<Signal<?>>();
                    if ((mask & 1) != 0) signals.add(CODE.of(tokens % 2 == 0));
                    if ((mask & 2) != 0) signals.add(TOKENS.of((double) tokens));
                    if ((mask & 4) != 0) signals.add(LANGUAGE.of(language));
                    return Signals.NONE.with(signals);
                })));
    }
}
