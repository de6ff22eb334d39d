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

import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Request.Options;
import dev.signalbox.chat.Tool;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Finding.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
