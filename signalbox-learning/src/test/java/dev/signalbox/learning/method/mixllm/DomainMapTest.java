package dev.signalbox.learning.method.mixllm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.method.Domains;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DomainMapTest {
    @Test
    void theDirectionIsThatInWhichDomainsDifferNotThatInWhichAllVary() {
        var random = new Random(1);
        var embeddings = new float[400][];
        var domain = new int[400];
        for (int row = 0; row < 400; row++) {
            domain[row] = row % 2;
            float apart = (domain[row] == 0 ? -0.3f : 0.3f) + 0.05f * (float) random.nextGaussian();
            embeddings[row] = new float[] {(float) random.nextGaussian(), apart, 0.01f * (float) random.nextGaussian()};
        }
        var map = DomainMap.fit(embeddings, new Domains(domain, 2));
        assertThat(map.directions().length).isEqualTo(1);
        for (int row = 0; row < 10; row++) {
            double side = map.place(embeddings[row], 0.5)[0] / map.place(embeddings[0], 0.5)[0];
            assertThat(side).isCloseTo(domain[row] == domain[0] ? 1 : -1, within(1e-9));
        }
    }

    @Test
    void oneDomainHasNoDirectionsAndTheMiddleNoPlace() {
        float[][] embeddings = {{1, 0}, {0, 1}, {1, 0.2f}, {0.2f, 1}};
        assertThat(DomainMap.fit(embeddings, new Domains(new int[4], 1)).directions())
                .isEmpty();
        var map = DomainMap.fit(embeddings, new Domains(new int[] {0, 1, 0, 1}, 2));
        assertThat(map.place(new float[] {0.55f, 0.55f}, 1)).containsExactly(new double[] {0}, within(1e-6));
    }
}
