package dev.signalbox.checks;

import static dev.signalbox.checks.Cases.fails;
import static dev.signalbox.checks.Cases.isUnknown;
import static dev.signalbox.checks.Cases.passes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The checks for code: its syntax, and the examples of its prompt.
class CodeTest {
    private static final String SQUARE = "Write square.\nassert square(3) == 9\nassert square(-2) == 4\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```python\ndef f(x):\n    return [y for y in x]\n```",
                "```java\nrecord P(int x) {}\n```",
                "```java\nint x = 1;\nfoo(x);\n```",
                "```js\nconst f = async (x) => x?.y ?? 1;\n```",
                "```ts\ninterface A<T> { x?: T }\n```",
                "```sql\nSELECT a FROM t WHERE b = 1;\n```",
                "```go\nx := 1\nfmt.Println(x)\n```",
                "```json\n{\"a\": 1}\n```",
                "```\ndef f(x):\n    return x\n```"
            })
    void codeThatParsesPasses(String answer) {
        passes("code_syntax", "?", answer);
    }

    @Test
    void theFirstErrorIsNamedWithItsPlace() {
        fails("code_syntax", "?", "```python\ndef f(x:\n    return x\n```", "block 1, Python, line 1");
        fails("code_syntax", "?", "```java\nclass A { int x = 1 }\n```", "Java, line 1, column 20: expected `;`");
        fails("code_syntax", "?", "```js\nfunction f( { return 1 }\n```", "JavaScript, line 1");
        fails("code_syntax", "?", "```ts\nconst x: = 3;\n```", "TypeScript, line 1, column 8");
        fails("code_syntax", "?", "```sql\nSELEC a FROM t\n```", "SQL, line 1");
        fails("code_syntax", "?", "```go\nfunc f( { }\n```", "Go, line 1");
        fails("code_syntax", "?", "So:\n```json\n{\"a\": }\n```", "JSON, line 1");
        fails("code_syntax", "?", "```js\nf();\n```\n```python\nx = (\n```", "block 2, Python");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No code.",
                "```rust\nfn main( {\n```",
                "```python\nx = (\n",
                "```python\ndef f(x):\n    ... the rest\n```",
                "```\nsome output (\n```"
            })
    void whatIsNoWholeCodeOfOursIsLeftAlone(String answer) {
        isUnknown("code_syntax", "?", answer);
    }

    @Test
    void assertsOfThePromptAreRun() {
        thereIsASandbox();
        passes("visible_test", SQUARE, "```python\ndef square(x):\n    return x * x\n```");
        fails(
                "visible_test",
                SQUARE,
                "```python\ndef square(x):\n    return 9\n```",
                "example 2 of 2: another value came back");
        fails("visible_test", SQUARE, "```python\ndef sq(x):\n    return 1\n```", "the function is not there");
        fails("visible_test", SQUARE, "```python\nx = 1 / 0\n```", "the code by itself: an exception was raised");
        fails(
                "visible_test",
                SQUARE,
                "```python\ndef square(x):\n    return x / 0\n```",
                "example 1 of 2: an exception");
        fails("visible_test", SQUARE, "```python\ndef square(x):\n    return map(x)\n```", "example 1 of 2");
        isUnknown("visible_test", SQUARE, "```python\nimport nothing_like_it\n```");
        isUnknown("visible_test", SQUARE, "```python\ndef square(x):\n    return open('kept', 'w')\n```");
    }

    @Test
    void doctestsOfThePromptAreRun() {
        thereIsASandbox();
        var prompt =
                "Complete it.\ndef twice(x):\n    \"\"\" Doubles.\n    >>> twice(2)\n    4\n    >>> twice('a')\n    'aa'\n    \"\"\"\n";
        passes("visible_test", prompt, "```python\ndef twice(x):\n    return x * 2\n```");
        fails("visible_test", prompt, "```python\ndef twice(x):\n    return 4\n```", "example 2 of 2");
    }

    @Test
    void valuesOfManyKindsAreCompared() {
        thereIsASandbox();
        var prompt = """
                from typing import List
                from collections import Counter
                assert same([1, (2, 'é'), {'a': None}]) == [1, (2, "é"), {"a": None}]
                assert same({3, 4}) == {4, 3}
                assert same(1.5, times=2) == 3.0
                assert same('') == ''
                assert not same([])
                assert count('aab') == {'a': 2, 'b': 1}
                """;
        var code = "```python\ndef same(x: List, times=1):\n    return x * times if times > 1 else x\n"
                + "def count(text):\n    return Counter(text)\n```";
        passes("visible_test", prompt, code);
    }

    @Test
    void whatAPromptSaysIsNotEvaluated() {
        thereIsASandbox();
        var evil = "import os\nassert square(3) == 9\nassert square(print(open('/etc/passwd').read())) == 1\n"
                + "assert exec('raise SystemExit') == None\n";
        passes("visible_test", evil, "```python\ndef square(x):\n    return x * x\n```");
        fails("visible_test", evil, "```python\ndef square(x):\n    return os.getpid()\n```", "an exception");
        isUnknown(
                "visible_test",
                "assert square(open('/etc/passwd').read()) == 1",
                "```python\ndef square(x):\n    return 1\n```");
    }

    @Test
    void withoutExamplesOrCodeNothingIsRun() {
        thereIsASandbox();
        isUnknown("visible_test", "Write square.", "```python\ndef square(x):\n    return x * x\n```");
        isUnknown("visible_test", SQUARE, "It is x times x.");
    }

    @Test
    void endlessAndGreedyCodeFailsItsExamples() {
        thereIsASandbox();
        var limits = new Checks.Sandbox(Duration.ofSeconds(60), 1, 256, 1);
        var check = new Checks(new Checks.Options(List.of(), limits)).named("visible_test");
        for (var body : List.of("while True: pass", "return [0] * 10**10", "return [square] * x and square(x)")) {
            var answer = Cases.answer("```python\ndef square(x):\n    " + body + "\n```");
            assertThat(Cases.find(check, Cases.asking(SQUARE), answer).failed())
                    .as(body)
                    .isTrue();
        }
    }

    private static void thereIsASandbox() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "bwrap"))),
                "there is no bwrap");
    }
}
