package dev.signalbox.learning.method.irt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.MethodKit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwoParameterResponseTest extends MethodKit {
    @Override
    protected Method method() {
        return new ItemResponse(1);
    }

    @Override
    protected boolean tellsSpecialistsApart() {
        return false;
    }

    @Test
    void putsAllModelsIntoOneOrderForAllQueries() {
        var train = Worlds.table("train", 240, 1).of(List.of("clerk", "sage"));
        double[][] beliefs = method().learn(train, inputs(train), 7).quality(inputs(Worlds.table("test", 50, 2)));
        assertThat(Arrays.stream(beliefs).map(row -> row[0] < row[1]).distinct().toList())
                .containsExactly(true);
        // What differs is by how much: `clerk` is nearly as good at sums and far behind at verses.
        double[] gaps = Arrays.stream(beliefs)
                .mapToDouble(row -> row[1] - row[0])
                .sorted()
                .toArray();
        assertThat(gaps[49] - gaps[0]).isGreaterThan(0.2);
    }
}
