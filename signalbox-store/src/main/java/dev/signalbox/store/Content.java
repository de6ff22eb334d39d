package dev.signalbox.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request.Body;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// What becomes of what was said: kept as it is, or only its hash and length. Whatever was not kept is read back as a
/// marker that says so, never as an empty text.
///
/// The hash tells whether two texts are the same. It is no seal: who can guess a short text can check the guess.
///
/// @param kept whether content is captured
/// @param hash copied for every text and never fed itself: looking it up by name costs more than hashing a short text
record Content(boolean kept, MessageDigest hash) {
    private static final int HASH_BYTES = 16;
    private static final int SCALAR_BYTES_MAX = 40;

    static Content of(boolean kept) {
        try {
            return new Content(kept, MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    /// Writes a text: itself, or the first 32 hexadecimal digits of its SHA-256 and its length in UTF-16 units.
    void text(JsonGenerator json, String name, String text) {
        if (kept) {
            json.writeStringProperty(name, text);
            return;
        }
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("sha256", hash(text));
        json.writeNumberProperty("characters", text.length());
        json.writeEndObject();
    }

    static String text(JsonNode node) {
        if (node.isString()) return node.stringValue();
        return "[not kept: sha256 %s…, %d characters]"
                .formatted(
                        node.required("sha256").stringValue(),
                        node.required("characters").intValue());
    }

    /// Writes a piece of JSON as a string of its text, or as its place in a body that is kept too. Where content is not
    /// kept, numbers and truth values still are: they say how something was asked, not what.
    void json(JsonGenerator json, String name, Json value, Optional<Body> body) {
        json.writeName(name);
        if (!kept && !isScalar(value)) {
            json.writeStartObject();
            json.writeNumberProperty("bytes", value.length());
            json.writeEndObject();
        } else if (kept && body.isPresent() && isPart(value, body.get().json())) {
            json.writeStartArray();
            json.writeNumber(value.offset() - body.get().json().offset());
            json.writeNumber(value.length());
            json.writeEndArray();
        } else {
            json.writeString(value.toString());
        }
    }

    static Json json(JsonNode node, Optional<Body> body) {
        if (node.isString()) return Json.of(node.stringValue());
        if (node.isArray()) {
            var whole = body.orElseThrow(() -> new IllegalArgumentException("a slice of a body that is not there"))
                    .json()
                    .array();
            return Json.slice(
                    whole, node.required(0).intValue(), node.required(1).intValue());
        }
        return Json.of(
                "\"[not kept: %d bytes]\"".formatted(node.required("bytes").intValue()));
    }

    /// Writes a whole body where content is kept, and nothing where it is not: the typed values say enough.
    void body(JsonGenerator json, Optional<Body> body) {
        if (!kept || body.isEmpty()) return;
        json.writeObjectPropertyStart("body");
        json.writeStringProperty("dialect", body.get().dialect());
        json.writeStringProperty("json", body.get().json().toString());
        json.writeEndObject();
    }

    static Optional<Body> body(JsonNode parent) {
        return parent.optional("body")
                .map(body -> new Body(
                        body.required("dialect").stringValue(),
                        Json.of(body.required("json").stringValue())));
    }

    private static boolean isScalar(Json value) {
        if (value.length() == 0 || value.length() > SCALAR_BYTES_MAX) return false;
        byte first = value.array()[value.offset()];
        return first == '-' || (first >= '0' && first <= '9') || first == 't' || first == 'f' || first == 'n';
    }

    private static boolean isPart(Json value, Json whole) {
        return value.array() == whole.array()
                && value.offset() >= whole.offset()
                && value.offset() + value.length() <= whole.offset() + whole.length();
    }

    private String hash(String text) {
        try {
            var digest = ((MessageDigest) hash.clone()).digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", impossible);
        }
    }
}
