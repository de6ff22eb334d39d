package dev.signalbox.learning.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.learning.Worlds;
import java.util.List;
import org.junit.jupiter.api.Test;

class MethodsTest {
    private static final List<Method> SOME = List.of(Worlds.constant("ridge", 0), Worlds.constant("trees", 1));

    @Test
    void methodsAreFoundByName() {
        assertThat(Methods.named(List.of("trees"), List.of(), SOME)).containsExactly(SOME.get(1));
        assertThat(Methods.named(List.of("knn"), List.of("knn"), SOME)).isEmpty();
        assertThat(Methods.named(List.of("all"), List.of(), SOME)).isEqualTo(SOME);
        assertThat(Methods.named(List.of("all"), List.of())).isEqualTo(Methods.all());
    }

    @Test
    void aSlipIsMetWithWhatWasMeant() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Methods.named(List.of("rigde"), List.of(), SOME))
                .withMessage("there is no method `rigde`. Did you mean `ridge`?");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Methods.named(List.of("something-else"), List.of("knn"), SOME))
                .withMessage("there is no method `something-else`. There are: knn, all, ridge, trees.");
    }

    @Test
    void namesAreUniqueAndFitForACommandLine() {
        assertThat(Methods.all())
                .extracting(Method::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*") && !name.equals("all"));
    }
}
