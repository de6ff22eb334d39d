package dev.signalbox.checks;

import static dev.signalbox.checks.Cases.answer;
import static dev.signalbox.checks.Cases.asking;
import static dev.signalbox.checks.Cases.calling;
import static dev.signalbox.checks.Cases.fails;
import static dev.signalbox.checks.Cases.failsWith;
import static dev.signalbox.checks.Cases.find;
import static dev.signalbox.checks.Cases.following;
import static dev.signalbox.checks.Cases.isA;
import static dev.signalbox.checks.Cases.isUnknown;
import static dev.signalbox.checks.Cases.passes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Request.Options;
import dev.signalbox.chat.Tool;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Finding.Verdict;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonChecksTest {
    private static final String PERSON = """
            {"type": "object", "required": ["name", "age"], "additionalProperties": false, "properties": {
              "name": {"type": "string", "minLength": 1}, "age": {"type": "integer", "minimum": 0},
              "tags": {"type": "array", "items": {"enum": ["a", "b"]}}}}""";

    @Test
    void jsonThatWasPromisedMustBeTheWholeAnswer() {
        isA(Verdict.PASS, find("json", asking("Go", Format.JSON), answer(" {\"a\": [1, 2.5e3, null]} ")));
        failsWith("line 1, column 1", find("json", asking("Go", Format.JSON), answer("```json\n{\"a\": 1}\n```")));
        failsWith("line 2, column 7", find("json", asking("Go", Format.JSON), answer("{\"a\": 1,\n \"b\": ,}")));
        failsWith("expected an object or an array, got a number", find("json", asking("Go", Format.JSON), answer("1")));
        failsWith("column 9", find("json", asking("Go", Format.JSON), answer("{\"a\":1} and more")));
        isA(Verdict.FAIL, find("json", asking("Go", Format.JSON), answer("{\"a\":1,\"a\":2}")));
    }

    @Test
    void jsonThatWordsAskForMayStandInAFence() {
        passes("json", "List the colours as JSON.", "Here:\n```json\n[\"red\"]\n```\nEnjoy!");
        passes("json", "Return only valid JSON.", "[\"red\"]");
        fails("json", "Answer in JSON.", "The colours are red and blue.", "begins with `The colours are");
        fails("json", "Output a JSON object.", "```json\n{\"a\": }\n```", "line 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"What is JSON?", "Write a function that returns valid JSON.", "Explain how to read a JSON file."
            })
    void aQuestionAboutJsonAsksForNone(String question) {
        isUnknown("json", question, "It is a format.");
    }

    @Test
    void theSchemaIsFollowedOrTheDepartureNamed() {
        isA(Verdict.PASS, found(PERSON, "{\"name\":\"Ada\",\"age\":36,\"tags\":[\"a\"]}"));
        failsWith(
                "at `/age`: string found, integer expected, got `\"36\"`",
                found(PERSON, "{\"name\":\"A\",\"age\":\"36\"}"));
        failsWith("required property 'age' not found", found(PERSON, "{\"name\":\"A\"}"));
        failsWith("at `/tags/1`", found(PERSON, "{\"name\":\"A\",\"age\":1,\"tags\":[\"a\",\"c\"]}"));
        failsWith("the answer is no JSON", found(PERSON, "Ada is 36."));
    }

    @Test
    void referencesInsideOfASchemaAreFollowed() {
        var tree = """
                {"$ref": "#/$defs/node", "$defs": {"node": {"type": "object", "required": ["value"], "properties":
                  {"value": {"type": "integer"}, "next": {"$ref": "#/$defs/node"}}}}}""";
        isA(Verdict.PASS, found(tree, "{\"value\":1,\"next\":{\"value\":2}}"));
        failsWith("at `/next`", found(tree, "{\"value\":1,\"next\":{}}"));
    }

    @Test
    void withoutASchemaOrWithAWrongOneNobodyCanTell() {
        isUnknown("schema", "Hello", "{}");
        isA(Verdict.UNKNOWN, found("{\"type\": 7}", "{}"));
        isA(Verdict.UNKNOWN, found("{\"$ref\": \"#\"}", "{}"));
        isA(Verdict.UNKNOWN, found("{\"$ref\": \"https://example.com/schema\"}", "{}"));
        isA(Verdict.UNKNOWN, found("{\"type\":\"string\",\"pattern\":\"(\"}", "\"a\""));
    }

    @Test
    void aPatternThatNeverEndsIsGivenUp() {
        var hostile = "{\"type\":\"string\",\"pattern\":\"(a+)+c\"}";
        isA(Verdict.UNKNOWN, found(hostile, "\"" + "a".repeat(5_000) + "\""));
        isA(Verdict.PASS, found(hostile, "\"aaaac\""));
    }

    @Test
    void toolCallsNameToolsThatWereOffered() {
        failsWith("`go` was not offered; there are [weather]", tool("go", "{}"));
        assertThat(tool("go", "{}").reason()).isEqualTo(Reason.UNKNOWN_TOOL);
    }

    @Test
    void toolArgumentsFollowTheToolsSchema() {
        isA(Verdict.PASS, tool("weather", "{\"city\":\"Rome\"}"));
        failsWith("`weather`: at `/city`: integer found, string expected, got `1`", tool("weather", "{\"city\":1}"));
        failsWith("required property 'city'", tool("weather", ""));
        failsWith("the arguments are no JSON", tool("weather", "{\"city\":"));
        failsWith("expected an object, got an array", tool("weather", "[]"));
        assertThat(tool("weather", "[]").reason()).isEqualTo(Reason.TOOL_ARGUMENTS);
        isUnknown("tool_arguments", "Hello", "Hi");
    }

    private static final Tool WEATHER = new Tool("weather", Json.of("""
            {"type": "function", "function": {"name": "weather", "parameters": {"type": "object",
              "properties": {"city": {"type": "string"}, "days": {"type": "integer"}, "hourly": {"type": "boolean"}},
              "required": ["city"], "additionalProperties": false}}}"""));
    private static final Tool CLOCK = new Tool("clock.now", Json.of("{\"name\": \"clock.now\"}"));

    private static Request choosing(String choice) {
        return asking(
                "Is it raining in Oslo?", Options.DEFAULT, Map.of("tool_choice", Json.of(choice)), WEATHER, CLOCK);
    }

    private static Finding found(String choice, Answer answer) {
        return find("tool_arguments", choosing(choice), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"required\"",
                "\"any\"",
                "{\"type\": \"any\"}",
                "{\"type\": \"function\", \"function\": {\"name\": \"weather\"}}",
                "{\"type\": \"tool\", \"name\": \"weather\"}",
                "{\"type\": \"allowed_tools\", \"allowed_tools\": {\"mode\": \"required\", \"tools\": []}}"
            })
    void proseIsNoAnswerWhereACallIsDemanded(String choice) {
        failsWith("demands a call", found(choice, answer("It rains.")));
        failsWith("demands a call", found(choice, answer("")));
        isA(Verdict.PASS, found(choice, calling(new ToolCall("1", "weather", "{\"city\": \"Oslo\"}"))));
    }

    @Test
    void proseIsAnAnswerWhereACallIsNotDemanded() {
        for (var choice : List.of("\"auto\"", "\"none\"", "{\"type\": \"auto\"}", "null", "7")) {
            isA(Verdict.UNKNOWN, found(choice, answer("It rains.")));
        }
    }

    @Test
    void theToolThatIsDemandedMustBeTheOneThatIsCalled() {
        var choice = "{\"type\": \"function\", \"function\": {\"name\": \"weather\"}}";
        failsWith("demands `weather`", found(choice, calling(new ToolCall("1", "clock.now", "{}"))));
    }

    @Test
    void aCallThatTheClientsOwnLimitCutIsNoFault() {
        var options = new Options(OptionalInt.of(10), 1, false, false, Format.TEXT);
        var request = asking("?", options, Map.of("tool_choice", Json.of("\"required\"")), WEATHER);
        isA(Verdict.UNKNOWN, find("tool_arguments", request, answer("I shall", Finish.LENGTH)));
    }

    /// What models write where their server does not read it, and what it is.
    static Stream<Arguments> written() {
        var oslo = "weather {\"city\":\"Oslo\"}";
        return Stream.of(
                arguments("```json\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}\n```", oslo),
                arguments("```\n{\"name\": \"weather\", \"parameters\": {\"city\": \"Oslo\"}}\n```", oslo),
                arguments("{\"name\": \"weather\", \"arguments\": \"{\\\"city\\\":\\\"Oslo\\\"}\"}", oslo),
                arguments("[{\"function\": {\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}}]", oslo),
                arguments("{\"tool_calls\": [{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}]}", oslo),
                arguments(
                        "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}\n</tool_call>",
                        oslo),
                arguments(
                        "<tool_call>{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}</tool_call>\n"
                                + "<tool_call>{\"name\": \"clock.now\", \"arguments\": {}}</tool_call>",
                        oslo + " clock.now {}"),
                arguments("<function=weather>{\"city\": \"Oslo\"}</function>", "weather {\"city\": \"Oslo\"}"),
                arguments(
                        "<tool_call>\n<function=weather>\n<parameter=city>\nOslo\n</parameter>\n<parameter=days>\n3\n"
                                + "</parameter>\n</function>\n</tool_call>",
                        "weather {\"city\":\"Oslo\",\"days\":3}"),
                arguments("[TOOL_CALLS] [{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}]", oslo),
                arguments("[TOOL_CALLS]weather[ARGS]{\"city\": \"Oslo\"}", "weather {\"city\": \"Oslo\"}"),
                arguments(
                        "[TOOL_CALLS]weather{\"city\": \"Oslo\"}[TOOL_CALLS]clock.now{}",
                        "weather {\"city\": \"Oslo\"} clock.now {}"),
                arguments(
                        "[weather(city='Oslo', days=3, hourly=True)]",
                        "weather {\"city\":\"Oslo\",\"days\":3,\"hourly\":true}"),
                arguments("<|python_tag|>[weather(city=\"Oslo\"), clock.now()]", oslo + " clock.now {}"),
                arguments("<|python_tag|>{\"name\": \"weather\", \"parameters\": {\"city\": \"Oslo\"}}", oslo));
    }

    @ParameterizedTest
    @MethodSource("written")
    void aCallThatIsWrittenAsTextBecomesOne(String text, String calls) {
        for (var choice : List.of("\"required\"", "\"auto\"")) {
            var finding = found(choice, answer(text));
            failsWith("written into the text", finding);
            var mended = new ToolCallMend()
                    .mend(choosing(choice), answer(text), List.of(finding))
                    .orElseThrow();
            assertThat(mended.text()).isEmpty();
            assertThat(mended.finish()).isEqualTo(Finish.TOOLS);
            assertThat(mended.choices().getFirst().toolCalls().stream()
                            .map(call -> call.name() + " " + call.arguments()))
                    .containsExactly(calls.split("(?<=}) "));
            assertThat(mended.choices().getFirst().toolCalls())
                    .extracting(ToolCall::id)
                    .doesNotHaveDuplicates();
            isA(Verdict.PASS, found(choice, mended));
        }
    }

    @Test
    void whatIsSaidBesideACallStays() {
        var text = "Let me look.\n<tool_call>{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}</tool_call>";
        var mended = new ToolCallMend()
                .mend(choosing("\"auto\""), answer(text), List.of(found("\"auto\"", answer(text))))
                .orElseThrow();
        assertThat(mended.text()).isEqualTo("Let me look.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<tool_call>{\"name\": \"weather\", \"arguments\": {\"town\": \"Oslo\"}}</tool_call>",
                "<tool_call>{\"name\": \"rain\", \"arguments\": {\"city\": \"Oslo\"}}</tool_call>",
                "<tool_call>{\"name\": \"weather\", \"arguments\": {\"city\": </tool_call>",
                "<tool_call>{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}</tool_call><tool_call>{}</tool_call>",
                "<function=weather>{\"city\": 7}</function>",
                "<tool_call><function=weather><parameter=city>Oslo</parameter><parameter=days>soon</parameter></function></tool_call>",
                "<|python_tag|>[weather(city=open('/etc/passwd'))]",
                "<|python_tag|>weather('Oslo')",
                "[TOOL_CALLS]weather Oslo"
            })
    void aCallThatIsNotExactFailsAndStays(String text) {
        for (var choice : List.of("\"required\"", "\"auto\"")) {
            var finding = found(choice, answer(text));
            isA(Verdict.FAIL, finding);
            assertThat(new ToolCallMend().mend(choosing(choice), answer(text), List.of(finding)))
                    .isEmpty();
        }
    }

    @Test
    void whatOnlyLooksLikeACallIsLeftAlone() {
        isA(Verdict.UNKNOWN, found("\"auto\"", answer("{\"name\": \"Ada\", \"arguments\": {}}")));
        isA(Verdict.UNKNOWN, found("\"auto\"", answer("Call it so: `[weather(city='Oslo')]`")));
        isA(Verdict.UNKNOWN, found("\"none\"", answer("<tool_call>{}</tool_call>")));
        var cut = answer("<tool_call>{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}", Finish.LENGTH);
        assertThat(new ToolCallMend().mend(choosing("\"auto\""), cut, List.of(found("\"auto\"", cut))))
                .isEmpty();
    }

    private static Finding found(String schema, String text) {
        return find("schema", following(schema), answer(text));
    }

    private static Finding tool(String name, String arguments) {
        var weather = new Tool("weather", Json.of("""
                {"type": "function", "function": {"name": "weather", "parameters": {"type": "object",
                  "properties": {"city": {"type": "string"}}, "required": ["city"]}}}"""));
        return find(
                "tool_arguments",
                asking("Is it raining?", Options.DEFAULT, Map.of(), weather),
                calling(new ToolCall("1", name, arguments)));
    }
}
