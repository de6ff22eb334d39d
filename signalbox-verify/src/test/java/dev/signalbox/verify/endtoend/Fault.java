package dev.signalbox.verify.endtoend;

import dev.signalbox.verify.endtoend.StreamingUpstream.Line;
import dev.signalbox.verify.endtoend.StreamingUpstream.Script;
import java.io.IOException;

/// The ways in which models and their servers fail, each as a script: first what the model says that is wrong, then
/// what is wrong with the stream itself.
enum Fault {
    PROSE_IN_PLACE_OF_JSON(Fault.JSON, false, line -> tell(line, "Sure! ", "Here is the JSON: ", "{\"a\": 1}")),
    JSON_THAT_BREAKS(Fault.JSON, false, line -> tell(line, "{\"a\": 1, ", "\"b\": two", "}")),
    JSON_AND_A_WORD_MORE(Fault.JSON, false, line -> tell(line, "{\"a\": 1}", "\n\nLet me know!")),
    JSON_THAT_IS_CUT_SHORT(Fault.JSON, false, line -> {
        line.say("{\"a\": [1, 2, ");
        line.finish("length");
    }),
    JSON_OF_ANOTHER_SCHEMA(Fault.SCHEMA, false, line -> tell(line, "{\"name\": ", "17}")),
    ANOTHER_LANGUAGE(
            "",
            false,
            line -> tell(
                    line,
                    "Bien sûr, je peux vous expliquer cela en quelques phrases simples. ",
                    "Un poste d'aiguillage commande les aiguilles et les signaux de toute une gare.")),
    A_TURN_TO_ANOTHER_LANGUAGE(
            "",
            false,
            line -> tell(
                    line,
                    "A signal box is the building from which the points and the signals of a station are worked. ",
                    "Les leviers sont verrouillés entre eux, et personne ne peut donner deux ordres contraires. ",
                    "Ainsi les trains ne se rencontrent jamais sur la même voie, même en plein brouillard.")),
    REPETITION("", false, line -> {
        line.say();
        for (int i = 0; i < 80; i++) line.delta("The signal shows danger. ");
        line.finish("stop");
    }),
    REFUSAL(
            "",
            false,
            line -> tell(
                    line,
                    "I'm sorry, but I can't help with that. ",
                    "If there is anything else that you would like to know, just ask me.")),
    A_LEAKING_TEMPLATE("", false, line -> tell(line, "A signal box is a building.", "<|im_end|>", "<|im_start|>user")),
    A_TOOL_NOBODY_OFFERED("", false, line -> {
        line.open();
        line.event("""
                {"role":"assistant","tool_calls":[{"index":0,"id":"call_1","type":"function",\
                "function":{"name":"launch","arguments":"{}"}}]}""", "null");
        line.finish("tool_calls");
    }),
    TEN_MEGABYTES_IN_SMALL_DELTAS("", false, line -> {
        line.say();
        for (int i = 0; i < 1_000; i++) line.delta(("Line %d of a very long answer.\n".formatted(i)).repeat(330));
        line.finish("stop");
    }),
    TEN_MEGABYTES_AT_ONCE("", false, line -> tell(line, "Ten megabytes of it. ".repeat(500_000))),

    STALL("", true, line -> {
        line.say("Signal ", "boxes ", "are ");
        line.hang();
    }),
    SLOW_FIRST_TOKEN("", true, line -> {
        line.say();
        line.hang();
    }),
    NOT_A_BYTE("", true, Line::hang),
    CUT_SOCKET("", true, line -> {
        line.say("Signal ", "boxes ");
        line.cut();
    }),
    CUT_IN_THE_MIDDLE_OF_AN_EVENT("", true, line -> {
        line.say("Signal ", "boxes ");
        line.raw("data: {\"id\":\"chatcmpl-first\",\"obj");
        line.cut();
    }),
    HANGS_UP("", true, Line::cut),
    ERROR_EVENT("", true, line -> {
        line.say("Signal ", "boxes ");
        line.raw("data: {\"error\":{\"message\":\"the engine died\",\"type\":\"server_error\",\"code\":500}}\n\n");
        line.end();
    }),
    NO_END("", true, line -> {
        line.say("Signal ", "boxes ");
        line.end();
    }),
    NOT_JSON("", true, line -> {
        line.say("Signal ", "boxes ");
        line.raw("data: {\"choices\": [oops\n\n");
        line.end();
    }),
    NOT_A_STREAM("", true, line -> {
        line.open();
        line.raw("<html><body>502 Bad Gateway</body></html>");
        line.end();
    }),
    STATUS_500(
            "", true, line -> line.answer(500, "{\"error\":{\"message\":\"it is broken\",\"type\":\"server_error\"}}")),
    /// A byte that no character has.
    BAD_UTF8("", true, line -> badly(line, 0xFF)),
    /// The first byte of two, without the second.
    HALF_A_CHARACTER("", true, line -> badly(line, 0xC3)),
    /// A slash in two bytes, which hides it from those that look for one.
    OVERLONG_UTF8("", true, line -> badly(line, 0xC0, 0xAF)),
    /// Half of a character of UTF-16.
    SURROGATE_IN_UTF8("", true, line -> badly(line, 0xED, 0xA0, 0x80));

    private static final String JSON = "\"response_format\":{\"type\":\"json_object\"}";
    private static final String SCHEMA = """
            "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object",\
            "properties":{"name":{"type":"string"}},"required":["name"]}}}""";

    /// What the request has more than usual.
    final String fields;
    /// Whether even somebody who watches nothing must take it for a failure.
    final boolean breaks;
    final Script script;

    Fault(String fields, boolean breaks, Script script) {
        this.fields = fields;
        this.breaks = breaks;
        this.script = script;
    }

    static void tell(Line line, String... words) throws IOException {
        line.say(words);
        line.finish("stop");
    }

    private static void badly(Line line, int... bytes) throws IOException {
        line.say("Signal ", "boxes ");
        var event = StreamingUpstream.event("first", "{\"content\":\"a~b\"}", "null");
        int at = event.indexOf('~');
        line.raw(event.substring(0, at));
        var bad = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) bad[i] = (byte) bytes[i];
        line.raw(bad);
        line.raw(event.substring(at + 1));
        line.finish("stop");
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
