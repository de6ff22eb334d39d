package dev.signalbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.run.Outline.Portion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OutlineTest {
    private static Optional<String> fault(String text) {
        return Outline.of(text, 3).fault();
    }

    private static String part(String id, String needs) {
        return "{\"id\": \"%s\", \"ask\": \"do it\", \"needs\": [%s]}".formatted(id, needs);
    }

    private static String parts(String... parts) {
        return "{\"parts\": [%s]}".formatted(String.join(", ", parts));
    }

    @Test
    void partsAreReadAlsoOutOfAFence() {
        var outline = Outline.of(
                "```json\n{\"parts\": [{\"id\": \"a\", \"ask\": \"Say A.\", \"contract\": \"one word\", \"needs\": []},"
                        + " {\"id\": \"b\", \"ask\": \"Say B.\", \"needs\": [\"a\"]}]}\n```",
                3);
        assertThat(outline.fault()).isEmpty();
        assertThat(outline.portions())
                .containsExactly(
                        new Portion("a", "Say A.", "one word", List.of()),
                        new Portion("b", "Say B.", "", List.of("a")));
    }

    @Test
    void partsThatNeedNothingComeFirstAndSideBySide() {
        var outline = Outline.of(parts(part("a", "\"c\""), part("b", ""), part("c", "")), 3);
        assertThat(outline.waves().stream()
                        .map(wave -> wave.stream().map(Portion::id).collect(Collectors.joining())))
                .containsExactly("bc", "a");
    }

    @Test
    void whatCannotBeUsedIsSaidToBeSo() {
        assertThat(fault("Sure! {}")).contains("it is no JSON object");
        assertThat(fault("{\"parts\": []}")).contains("it has no `parts`");
        assertThat(fault(parts(part("a", ""), part("b", ""), part("c", ""), part("d", ""))))
                .contains("it has 4 parts, at most 3 are wanted");
        assertThat(fault(parts(part("a", ""), part("", "")))).contains("part 2 is not readable");
        assertThat(fault(parts(part("a", "1")))).contains("part 1 is not readable");
        assertThat(fault(parts(part("a", ""), part("a", "")))).contains("two parts have one id");
        assertThat(fault(parts(part("a", "\"x\"")))).contains("part `a` needs `x`, which is not there");
        assertThat(fault(parts(part("a", "\"b\""), part("b", "\"a\"")))).contains("parts wait for each other");
        assertThat(fault(parts(part("a", "\"a\"")))).contains("parts wait for each other");
    }

    /// For each of six parts, which of the six it needs.
    @Provide
    Arbitrary<List<List<Integer>>> needs() {
        return Arbitraries.integers().between(0, 5).list().ofMaxSize(2).list().ofSize(6);
    }

    @Property
    void everyPartComesAfterWhatItNeedsOrTheOutlineIsRefused(@ForAll("needs") List<List<Integer>> needs) {
        var text = IntStream.range(0, needs.size())
                .mapToObj(i -> part(
                        "p" + i,
                        needs.get(i).stream().map(need -> "\"p" + need + "\"").collect(Collectors.joining(", "))))
                .toArray(String[]::new);
        var outline = Outline.of(parts(text), 6);
        var done = new HashSet<String>();
        var order = new ArrayList<String>();
        for (var wave : outline.waves()) {
            for (var portion : wave) assertThat(done).containsAll(portion.needs());
            wave.forEach(portion -> done.add(portion.id()));
            wave.forEach(portion -> order.add(portion.id()));
        }
        assertThat(order).doesNotHaveDuplicates();
        assertThat(order.size() == 6).isEqualTo(outline.fault().isEmpty());
    }
}
