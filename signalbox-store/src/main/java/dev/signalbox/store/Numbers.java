package dev.signalbox.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// Numbers in JSON, exactly: what JSON has no number for (NaN, the infinities) is a string, and a vector is the base64
/// of its 32-bit floats, low byte first.
final class Numbers {
    private Numbers() {}

    static void write(JsonGenerator json, double number) {
        if (Double.isFinite(number)) json.writeNumber(number);
        else json.writeString(Double.toString(number));
    }

    static void write(JsonGenerator json, String name, double number) {
        json.writeName(name);
        write(json, number);
    }

    static void write(JsonGenerator json, String name, OptionalDouble number) {
        if (number.isPresent()) write(json, name, number.getAsDouble());
    }

    static void write(JsonGenerator json, String name, OptionalInt number) {
        if (number.isPresent()) json.writeNumberProperty(name, number.getAsInt());
    }

    static double number(JsonNode node) {
        return node.isString() ? Double.parseDouble(node.stringValue()) : node.doubleValue();
    }

    static OptionalDouble optional(JsonNode parent, String name) {
        var node = parent.get(name);
        return node == null ? OptionalDouble.empty() : OptionalDouble.of(number(node));
    }

    static OptionalInt optionalInt(JsonNode parent, String name) {
        var node = parent.get(name);
        return node == null ? OptionalInt.empty() : OptionalInt.of(node.intValue());
    }

    static byte[] bytes(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : vector) bytes.putInt(Float.floatToRawIntBits(number));
        return bytes.array();
    }

    static float[] vector(byte[] bytes) {
        var vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}
