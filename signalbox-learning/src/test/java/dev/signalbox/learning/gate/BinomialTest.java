package dev.signalbox.learning.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialTest {
    @ParameterizedTest
    @CsvSource({"0, 299, 0.05, 0.00996915", "3, 200, 0.1, 0.03309747", "12, 500, 0.05, 0.03859558", "5, 5, 0.1, 1"})
    void theUpperBoundIsThatOfClopperAndPearson(int k, int n, double doubt, double bound) {
        assertThat(Binomial.upper(k, n, doubt)).isCloseTo(bound, within(1e-8));
    }

    @ParameterizedTest
    @CsvSource({"0.05, 200, 0.1, 0.02193993", "0.08, 500, 0.1, 0.20411385"})
    void theValueOfHoeffdingAndBentkusIsAsPublished(double mean, int n, double risk, double value) {
        assertThat(Binomial.hoeffdingBentkus(mean, n, risk)).isCloseTo(value, within(1e-8));
    }

    @ParameterizedTest
    @CsvSource({"0, 2, 0.5, 0.25", "1, 2, 0.5, 0.75", "2, 2, 0.5, 1", "-1, 2, 0.5, 0", "0, 3, 0, 1", "1, 3, 1, 0"})
    void probabilitiesOfFewTrialsAreExact(int k, int n, double p, double probability) {
        assertThat(Binomial.atMost(k, n, p)).isCloseTo(probability, within(1e-12));
    }
}
