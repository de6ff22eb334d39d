package dev.signalbox.providers.openai;

import dev.signalbox.chat.Json;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/// Takes out of what a server said what Signalbox alone has asked for.
final class LogprobStripper {
    private LogprobStripper() {}

    /// The answer or event with `null` in the place of each choice's log-probabilities, as a server writes it that was
    /// not asked for them.
    ///
    /// @param json a JSON object
    static Json withoutLogProbabilities(Json json) {
        var out = new ByteArrayOutputStream(json.length());
        try (var parser = AnswerReader.JSON.createParser(
                        ObjectReadContext.empty(), json.array(), json.offset(), json.length());
                var to = AnswerReader.JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            parser.nextToken();
            to.writeStartObject();
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                to.writeName(name);
                if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("choices")) choices(parser, to);
                else to.copyCurrentStructureExact(parser);
            }
            to.writeEndObject();
        }
        return Json.of(out.toByteArray());
    }

    private static void choices(JsonParser parser, JsonGenerator to) {
        to.writeStartArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) choice(parser, to);
            else to.copyCurrentStructureExact(parser);
        }
        to.writeEndArray();
    }

    private static void choice(JsonParser parser, JsonGenerator to) {
        to.writeStartObject();
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            to.writeName(name);
            parser.nextToken();
            if (name.equals("logprobs")) {
                parser.skipChildren();
                to.writeNull();
            } else {
                to.copyCurrentStructureExact(parser);
            }
        }
        to.writeEndObject();
    }
}
