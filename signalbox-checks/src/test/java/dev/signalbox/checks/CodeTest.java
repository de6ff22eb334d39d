package dev.signalbox.checks;

import static dev.signalbox.checks.Cases.fails;
import static dev.signalbox.checks.Cases.isUnknown;
import static dev.signalbox.checks.Cases.passes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    void assertsOfThePromptAreRun() throws InterruptedException {
        assumeTrue(PythonSandbox.open().isPresent(), "there is no python3");
        passes("visible_test", SQUARE, "```python\ndef square(x):\n    return x * x\n```");
        fails(
                "visible_test",
                SQUARE,
                "```python\ndef square(x):\n    return x + 7\n```",
                "`assert square(3) == 9`: expected `9`, got `10`");
        fails("visible_test", SQUARE, "```python\ndef sq(x):\n    return 1\n```", "NameError");
        fails("visible_test", SQUARE, "```python\nimport nothing_like_it\n```", "the code itself");
    }

    @Test
    void doctestsOfThePromptAreRun() throws InterruptedException {
        assumeTrue(PythonSandbox.open().isPresent(), "there is no python3");
        var prompt =
                "Complete it.\ndef twice(x):\n    \"\"\" Doubles.\n    >>> twice(2)\n    4\n    >>> twice('a')\n    'aa'\n    \"\"\"\n";
        passes("visible_test", prompt, "```python\ndef twice(x):\n    return x * 2\n```");
        fails("visible_test", prompt, "```python\ndef twice(x):\n    return 4\n```", "expected `'aa'`, got `4`");
    }

    @Test
    void withoutExamplesOrCodeNothingIsRun() {
        isUnknown("visible_test", "Write square.", "```python\ndef square(x):\n    return x * x\n```");
        isUnknown("visible_test", SQUARE, "It is x times x.");
    }

    @Test
    void whatRunsHasNoEnvironmentAndNoTimeWithoutEnd() throws InterruptedException {
        var sandbox = PythonSandbox.open();
        assumeTrue(sandbox.isPresent(), "there is no python3");
        var seen = sandbox.get()
                .run(
                        "main.py",
                        Map.of("main.py", "import os\nprint(sorted(set(os.environ) - {'LC_CTYPE'}), os.listdir('.'))"),
                        Duration.ofSeconds(30));
        assertThat(seen.output().strip()).isEqualTo("['HOME', 'PATH'] ['main.py']");
        var late = sandbox.get().run("main.py", Map.of("main.py", "while True: pass"), Duration.ofMillis(300));
        assertThat(late.isLate()).isTrue();
    }

    @Test
    void endlessAndGreedyCodeFailsItsExamples() throws InterruptedException {
        assumeTrue(PythonSandbox.open().isPresent(), "there is no python3");
        var limits = new Checks.Sandbox(Duration.ofSeconds(60), 1, 256, 1);
        var check = new Checks(new Checks.Options(List.of(), limits)).named("visible_test");
        for (var body : List.of("while True: pass", "return [0] * 10**10", "return [square] * x and square(x)")) {
            var answer = Cases.answer("```python\ndef square(x):\n    " + body + "\n```");
            assertThat(Cases.find(check, Cases.asking(SQUARE), answer).failed())
                    .as(body)
                    .isTrue();
        }
    }
}
