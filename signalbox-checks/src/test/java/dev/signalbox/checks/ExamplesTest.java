package dev.signalbox.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.checks.Examples.Example;
import dev.signalbox.checks.Examples.ExpectedResult;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What of a prompt is an example: calls with literals, and literals.
class ExamplesTest {
    private static Literal whole(long value) {
        return new Literal.Whole(BigInteger.valueOf(value));
    }

    private static Literal literal(String text) {
        var reader = new LiteralReader(text, 0);
        var value = reader.literal().orElseThrow();
        assertThat(reader.at()).isEqualTo(text.length());
        return value;
    }

    @Test
    void literalsAreReadAsPythonReadsThem() {
        assertThat(literal("-12")).isEqualTo(whole(-12));
        assertThat(literal("1_000")).isEqualTo(whole(1000));
        assertThat(literal("0xff")).isEqualTo(whole(255));
        assertThat(literal("2.0").isAs(whole(2))).isTrue();
        assertThat(literal("True").isAs(whole(1))).isTrue();
        assertThat(literal("[{1: True}]").isAs(literal("[{True: 1.0}]"))).isTrue();
        assertThat(literal("1.5").isAs(literal("1"))).isFalse();
        assertThat(literal("[1]").isAs(literal("(1,)"))).isFalse();
        assertThat(literal("1e-3")).isEqualTo(new Literal.Real(0.001));
        assertThat(literal(".5")).isEqualTo(new Literal.Real(0.5));
        assertThat(literal("None")).isEqualTo(Literal.NONE);
        assertThat(literal("'a\\n\\x41\\u00e9' \"b\"")).isEqualTo(new Literal.LiteralText("a\nAéb"));
        assertThat(literal("\"\"\"x\"y\"\"\"")).isEqualTo(new Literal.LiteralText("x\"y"));
        assertThat(literal("[1, (2,), (), (3)]"))
                .isEqualTo(new Literal.LiteralRow(List.of(
                        whole(1), new Literal.Tuple(List.of(whole(2))), new Literal.Tuple(List.of()), whole(3))));
        assertThat(literal("{'a': [1], 'b': {},}"))
                .isEqualTo(new Literal.Table(Map.of(
                        new Literal.LiteralText("a"),
                        new Literal.LiteralRow(List.of(whole(1))),
                        new Literal.LiteralText("b"),
                        new Literal.Table(Map.of()))));
        assertThat(literal("{1, 2, 2}")).isEqualTo(new Literal.Bag(Set.of(whole(1), whole(2))));
        assertThat(literal("[1]")).isNotEqualTo(literal("(1,)"));
    }

    @Test
    void examplesAreCallsAndWhatComesBack() {
        var prompt = """
                import math
                from typing import List
                import os; os.system('x')
                assert f(1, [2], key='a, b)') == (3, "x")  # so
                    assert not f("")
                assert f( 0 ), "said"
                assert 4 == f(
                    [1,
                     2],
                )
                >>> g({'a': 1})
                [1,
                 2]

                >>> g(2)
                3
                \"""
                  h(1) => 2
                  h(2) ➞ 'b'
                h(3) == 3
                """;
        var found = Examples.in(prompt);
        assertThat(found.imports()).containsExactly("import math", "from typing import List");
        assertThat(found.examples())
                .containsExactly(
                        new Example("f(1, [2], key='a, b)')", new ExpectedResult.IsEqual(literal("(3, 'x')"))),
                        new Example("f(\"\")", new ExpectedResult.IsTruthy(false)),
                        new Example("f( 0 )", new ExpectedResult.IsTruthy(true)),
                        new Example("f(\n    [1,\n     2],\n)", new ExpectedResult.IsEqual(whole(4))),
                        new Example("g({'a': 1})", new ExpectedResult.IsEqual(literal("[1, 2]"))),
                        new Example("g(2)", new ExpectedResult.IsEqual(whole(3))),
                        new Example("h(1)", new ExpectedResult.IsEqual(whole(2))),
                        new Example("h(2)", new ExpectedResult.IsEqual(new Literal.LiteralText("b"))),
                        new Example("h(3)", new ExpectedResult.IsEqual(whole(3))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assert f(open('/etc/passwd').read()) == 1",
                "assert f(1) == open('signalbox.yaml').read()",
                "assert __import__('os').system('x') == 0",
                "assert f(1).__class__ == 1",
                "assert f(*[1]) == 1",
                "assert f(1) == 1 or g(2)",
                "assert f(1) == 1 + 1",
                "assert f(1) == [x for x in (1,)]",
                "assert f(f(1)) == 1",
                "assert f(1)(2) == 1",
                "assert f(1)[0] == 1",
                "assert f(f'{x}') == 1",
                "assert f(1) == 1; import os",
                "assert (lambda: 1)() == 1",
                "assert f(1) == __name__",
                "assert f(1) < 2",
                "assert f('\\N{DIGIT ONE}') == 1",
                "assert f(0777a) == 1",
                ">>> import os\n1",
                ">>> f(x)\n1",
                ">>> f(1) + g()\n1",
                ">>> f(1)\nTraceback (most recent call last):",
                ">>> f(1)\nNone.x",
                ">>> f(1)",
                "f(1) => 2 + 2",
                "f(x) => 2",
                "f(1) = 2",
                "say f(1) => 2"
            })
    void whateverElseStandsThereIsNone(String prompt) {
        assertThat(Examples.in(prompt).examples()).isEmpty();
    }

    @Test
    void hostilePromptsTakeNoTime() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (var text : List.of(
                    "[", "{", "(", "{[(", "-", "'", "\\", "f(", "assert f(", "assert f(1)==", ">>> f(1)\n", "1_")) {
                Examples.in("assert f(" + text.repeat(200_000 / text.length()));
                Examples.in((text + "\n").repeat(200_000 / (text.length() + 1)));
            }
        });
    }
}
