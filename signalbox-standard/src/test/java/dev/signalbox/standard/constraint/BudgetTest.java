package dev.signalbox.standard.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.chat.Request;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Constraint;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import dev.signalbox.testkit.ConstraintKit;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BudgetTest extends ConstraintKit {
    /// A mean of a cent; the 95 % quantile lies near 2 cents.
    private static final Estimator CENT = (_, _) -> List.of(new Belief(0.01, 0.005));

    private static final Estimator UNKNOWN = (_, _) -> List.of(Belief.UNKNOWN);

    @Override
    protected Constraint constraint() {
        return new Budget(CENT, Budget.Options.DEFAULT);
    }

    @Override
    protected Case refused() {
        return new Case(limited(0.005), Signals.NONE, Cases.model("a"));
    }

    @Override
    protected Case permitted() {
        return new Case(limited(0.03), Signals.NONE, Cases.model("a"));
    }

    private static Request limited(double costUsdMax) {
        var plain = Cases.request();
        return new Request(
                plain.id(),
                plain.parent(),
                plain.tenant(),
                plain.model(),
                plain.messages(),
                plain.tools(),
                plain.options(),
                new Request.Wishes(OptionalDouble.empty(), OptionalDouble.of(costUsdMax), Request.Late.PASS_ON),
                plain.fields(),
                plain.body(),
                plain.tags(),
                plain.deadline());
    }

    private static boolean objects(Budget budget, Request request) {
        return budget.objection(request, Signals.NONE, Cases.model("a")).isPresent();
    }

    @Test
    void theStatedProbabilityDecides() {
        var request = limited(0.015);
        assertThat(objects(
                        new Budget(CENT, new Budget.Options(OptionalDouble.of(0.5), Double.POSITIVE_INFINITY)),
                        request))
                .isFalse();
        assertThat(objects(
                        new Budget(CENT, new Budget.Options(OptionalDouble.of(0.99), Double.POSITIVE_INFINITY)),
                        request))
                .isTrue();
    }

    @Test
    void theLowerOfTheRoutesAndTheClientsLimitHolds() {
        assertThat(objects(new Budget(CENT, new Budget.Options(OptionalDouble.of(0.95), 0.01)), Cases.request()))
                .isTrue();
        assertThat(objects(new Budget(CENT, new Budget.Options(OptionalDouble.of(0.95), 0.01)), limited(1)))
                .isTrue();
        assertThat(objects(new Budget(CENT, new Budget.Options(OptionalDouble.of(0.95), 1)), limited(0.01)))
                .isTrue();
        assertThat(objects(new Budget(CENT, new Budget.Options(OptionalDouble.of(0.95), 1)), limited(1)))
                .isFalse();
    }

    @Test
    void withoutALimitNothingIsAsked() {
        assertThat(objects(new Budget(UNKNOWN, Budget.Options.DEFAULT), Cases.request()))
                .isFalse();
    }

    private static final Budget.Options SURELY = new Budget.Options(OptionalDouble.of(0.95), Double.POSITIVE_INFINITY);

    @Test
    void withoutAProbabilityTheExpectedCostDecides() {
        assertThat(objects(new Budget(CENT, Budget.Options.DEFAULT), limited(0.0101)))
                .isFalse();
        assertThat(objects(new Budget(CENT, Budget.Options.DEFAULT), limited(0.0099)))
                .isTrue();
        // The runner holds back what it can't pay.
        assertThat(objects(new Budget(UNKNOWN, Budget.Options.DEFAULT), limited(5)))
                .isFalse();
    }

    @Test
    void aCostThatIsNotKnownKeepsToNoLimit() {
        assertThat(new Budget(UNKNOWN, SURELY).objection(limited(5), Signals.NONE, Cases.model("a")))
                .get()
                .extracting(Constraint.Objection::reason)
                .asString()
                .contains("not known");
    }

    @Test
    void aFreeModelKeepsToALimitOfNothing() {
        assertThat(objects(new Budget((_, _) -> List.of(new Belief(0, 0)), Budget.Options.DEFAULT), limited(0)))
                .isFalse();
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Budget.Options(OptionalDouble.of(1), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Budget.Options(OptionalDouble.of(0.5), Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new Budget.Options(OptionalDouble.of(0.5), -1));
    }
}
