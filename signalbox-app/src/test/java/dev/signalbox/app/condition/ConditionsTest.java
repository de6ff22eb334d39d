package dev.signalbox.app.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.signalbox.app.condition.ConditionException.SyntaxMistake;
import dev.signalbox.signal.Condition.Truth;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {
    private static final SignalKey<Double> TOKENS = SignalKey.score("tokens");
    private static final SignalKey<Double> SIZE = SignalKey.score("size.lines");
    private static final SignalKey<Boolean> CODE = SignalKey.flag("code");
    private static final SignalKey<Boolean> MATH = SignalKey.flag("math");
    private static final SignalKey<String> LANGUAGE = SignalKey.label("language");
    private static final SignalKey<String> TEXT = SignalKey.text("text");
    private static final Conditions CONDITIONS = new Conditions(List.of(TOKENS, SIZE, CODE, MATH, LANGUAGE, TEXT));

    private final Signals known = Signals.of(TOKENS.of(500.0), SIZE.of(3.0), CODE.of(true), LANGUAGE.of("de"));

    private Truth holds(String text) throws ConditionException {
        return CONDITIONS.read(text).holds(known);
    }

    @Test
    void aSignalIsComparedWithAConstantOnEitherSide() throws ConditionException {
        assertThat(holds("tokens > 499")).isEqualTo(Truth.YES);
        assertThat(holds("499.5 < tokens")).isEqualTo(Truth.YES);
        assertThat(holds("500 <= tokens && tokens <= 500.0")).isEqualTo(Truth.YES);
        assertThat(holds("500 > tokens")).isEqualTo(Truth.NO);
        assertThat(holds("tokens == 500")).isEqualTo(Truth.YES);
        assertThat(holds("500 != tokens")).isEqualTo(Truth.NO);
        assertThat(holds("tokens > -1")).isEqualTo(Truth.YES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    language = 'de'               ;  use ==
                    tokens > 5 and code           ;  use &&
                    tokens > 5 OR code            ;  use ||
                    not code                      ;  use !
                    tokens > 5 & code             ;  use &&
                    language <> "de"              ;  use !=
                    code == True                  ;  written true
                    """)
    void whatComesFromOtherLanguagesIsToldInCel(String written, String said) {
        var refused = catchThrowableOfType(ConditionException.class, () -> CONDITIONS.read(written));
        assertThat(refused)
                .satisfies(told -> assertThat(String.valueOf(told.getMessage()).replace("`", ""))
                        .contains(said));
    }

    @Test
    void quotedWordsAreNoSlips() throws ConditionException {
        assertThat(holds("language == \"and = or not\"")).isEqualTo(Truth.NO);
        var refused = catchThrowableOfType(ConditionException.class, () -> CONDITIONS.read("lang == \"a = b\""));
        assertThat(refused).hasMessageContaining("there is no signal `lang`");
    }

    @Test
    void aNameMayHaveDots() throws ConditionException {
        assertThat(holds("size.lines == 3.0")).isEqualTo(Truth.YES);
    }

    @Test
    void labelsAndFlagsAreAsked() throws ConditionException {
        assertThat(holds("language == 'de'")).isEqualTo(Truth.YES);
        assertThat(holds("'de' != language")).isEqualTo(Truth.NO);
        assertThat(holds("language in ['en', 'de']")).isEqualTo(Truth.YES);
        assertThat(holds("language in []")).isEqualTo(Truth.NO);
        assertThat(holds("code")).isEqualTo(Truth.YES);
        assertThat(holds("code == false")).isEqualTo(Truth.NO);
        assertThat(holds("true")).isEqualTo(Truth.YES);
        assertThat(holds("false")).isEqualTo(Truth.NO);
    }

    @Test
    void whatIsNotKnownStaysUnknownUnlessTheRestDecides() throws ConditionException {
        assertThat(holds("math")).isEqualTo(Truth.UNKNOWN);
        assertThat(holds("!math")).isEqualTo(Truth.UNKNOWN);
        assertThat(holds("math || code")).isEqualTo(Truth.YES);
        assertThat(holds("math && !code")).isEqualTo(Truth.NO);
        assertThat(holds("math && code")).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void anUnknownSignalIsNamedWithTheNearestAndItsPlace() {
        assertThat(mistakes("code && tokns > 3")).singleElement().satisfies(mistake -> {
            assertThat(mistake.message()).isEqualTo("there is no signal `tokns`. Did you mean `tokens`?");
            assertThat(mistake.line()).isEqualTo(1);
            assertThat(mistake.column()).isEqualTo(8);
        });
    }

    @Test
    void theTextOfAConversationCanNotBeAskedFor() {
        assertThat(mistakes("text == 'secret'")).singleElement().satisfies(mistake -> assertThat(mistake.message())
                .startsWith("there is no signal `text`."));
    }

    @Test
    void whatIsNoComparisonWithAConstantIsRefusedWithItsPlace() {
        assertThat(mistakes("code || tokens + 1.0 > 5.0")).singleElement().satisfies(mistake -> {
            assertThat(mistake.message())
                    .startsWith("a condition can't ask this")
                    .contains("tokens > 500");
            assertThat(mistake.column()).isEqualTo(21);
        });
        assertThat(mistakes("language.startsWith('d')")).hasSize(1);
        assertThat(mistakes("tokens > size.lines")).hasSize(1);
        assertThat(mistakes("language in ['de', 'e' + 'n']")).hasSize(1);
        assertThat(mistakes("code ? math : code")).hasSize(1);
    }

    @Test
    void whatIsNotCelOrOfTheWrongTypeIsRefused() {
        assertThat(mistakes("tokens >")).isNotEmpty();
        assertThat(mistakes("tokens == 'de'")).isNotEmpty();
        assertThat(mistakes("tokens")).isNotEmpty();
        assertThat(mistakes("")).isNotEmpty();
    }

    private static List<SyntaxMistake> mistakes(String text) {
        var refused = catchThrowableOfType(ConditionException.class, () -> CONDITIONS.read(text));
        assertThat(refused).isNotNull();
        return refused.mistakes();
    }

    /// CEL's own interpreter is the judge where all signals are known.
    @Property(tries = 500)
    void agreesWithCelWhereAllIsKnown(@ForAll("expressions") String text, @ForAll("values") Values values)
            throws Exception {
        assertThat(CONDITIONS.read(text).holds(values.signals())).isEqualTo(Truth.of(evaluate(text, values.map())));
    }

    /// A missing signal may be anything: the answer is certain only where every value of it gives the same.
    @Property(tries = 500)
    void isCertainOnlyWhereNoMissingValueCouldChangeIt(
            @ForAll("expressions") String text, @ForAll("values") Values values, @ForAll("values") Values others)
            throws Exception {
        var truth = CONDITIONS.read(text).holds(values.without("tokens", "code").signals());
        if (truth == Truth.UNKNOWN) return;
        var mixed = new HashMap<>(values.map());
        mixed.put("tokens", others.map().get("tokens"));
        mixed.put("code", others.map().get("code"));
        assertThat(Truth.of(evaluate(text, mixed))).isEqualTo(truth);
    }

    private static final CelCompiler CEL = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .build())
            .addVar("tokens", SimpleType.DYN)
            .addVar("code", SimpleType.BOOL)
            .addVar("math", SimpleType.BOOL)
            .addVar("language", SimpleType.STRING)
            .build();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .build())
            .build();

    private static boolean evaluate(String text, Map<String, Object> values) throws Exception {
        return (boolean) RUNTIME.createProgram(CEL.compile(text).getAst()).eval(values);
    }

    record Values(Optional<Double> tokens, Optional<Boolean> code, boolean math, String language) {
        Map<String, Object> map() {
            return Map.of(
                    "tokens", tokens.orElseThrow(), "code", code.orElseThrow(), "math", math, "language", language);
        }

        Values without(String... names) {
            var gone = List.of(names);
            return new Values(
                    tokens.filter(_ -> !gone.contains("tokens")),
                    code.filter(_ -> !gone.contains("code")),
                    math,
                    language);
        }

        Signals signals() {
            var signals = Signals.of(MATH.of(math), LANGUAGE.of(language));
            if (tokens.isPresent()) signals = signals.with(List.of(TOKENS.of(tokens.get())));
            if (code.isPresent()) signals = signals.with(List.of(CODE.of(code.get())));
            return signals;
        }
    }

    @Provide
    Arbitrary<Values> values() {
        return Combinators.combine(
                        Arbitraries.of(-1.0, 0.0, 1.0, 2.5),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of("de", "en", ""))
                .as((tokens, code, math, language) ->
                        new Values(Optional.of(tokens), Optional.of(code), math, language));
    }

    @Provide
    Arbitrary<String> expressions() {
        return expression(3);
    }

    private static Arbitrary<String> expression(int depth) {
        if (depth == 0) return atom();
        var inner = Arbitraries.lazy(() -> expression(depth - 1));
        return Arbitraries.oneOf(
                atom(),
                inner.map("!(%s)"::formatted),
                Combinators.combine(inner, inner).as("(%s && %s)"::formatted),
                Combinators.combine(inner, inner).as("(%s || %s)"::formatted));
    }

    private static Arbitrary<String> atom() {
        var operators = Arbitraries.of("<", "<=", ">", ">=", "==", "!=");
        var bounds = Arbitraries.of("-1", "0", "1.0", "2.5");
        return Arbitraries.oneOf(
                Combinators.combine(operators, bounds).as("tokens %s %s"::formatted),
                Combinators.combine(bounds, operators).as("%s %s tokens"::formatted),
                Arbitraries.of("code", "math", "true", "false", "code == true", "math != true"),
                Arbitraries.of("language == 'de'", "'en' != language", "language in ['de', 'fr']", "language in []"));
    }
}
