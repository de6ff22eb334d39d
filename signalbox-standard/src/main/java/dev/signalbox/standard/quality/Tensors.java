package dev.signalbox.standard.quality;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Named arrays of numbers in one file, in the *safetensors* layout: the header's length as 8 bytes, the header as
/// JSON (type, shape and place of each array; `__metadata__` with strings), then the numbers, all little-endian. Other
/// tools read it too. Not thread-safe while it is being filled.
final class Tensors {
    private static final int HEADER_BYTES_MAX = 100_000_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /// @param bytes little-endian, from the first number to the last
    record Tensor(Type type, long[] shape, ByteBuffer bytes) {
        long count() {
            long count = 1;
            for (long side : shape) count = Math.multiplyExact(count, side);
            return count;
        }
    }

    enum Type {
        F32(4),
        F64(8),
        I16(2),
        I32(4);

        final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }
    }

    Map<String, String> metadata() {
        return metadata;
    }

    void put(String name, Type type, ByteBuffer bytes, long... shape) {
        tensors.put(name, new Tensor(type, shape, bytes.flip()));
    }

    static ByteBuffer buffer(long bytes) {
        return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// @throws IllegalArgumentException if it is missing or of another type
    Tensor get(String name, Type type) {
        var tensor = tensors.get(name);
        if (tensor == null) throw new IllegalArgumentException("`%s` is missing".formatted(name));
        if (tensor.type != type) {
            throw new IllegalArgumentException("`%s` is of type %s, not %s".formatted(name, tensor.type, type));
        }
        return tensor;
    }

    /// Writes a file beside the wanted one and moves it there, so that a reader sees the old one or the new one.
    void write(Path file) throws IOException {
        var header = JSON.createObjectNode();
        var strings = header.putObject("__metadata__");
        metadata.forEach(strings::put);
        long offset = 0;
        for (var entry : tensors.entrySet()) {
            var tensor = entry.getValue();
            var node = header.putObject(entry.getKey());
            node.put("dtype", tensor.type.name());
            var shape = node.putArray("shape");
            for (long side : tensor.shape) shape.add(side);
            node.putArray("data_offsets").add(offset).add(offset + tensor.bytes.remaining());
            offset += tensor.bytes.remaining();
        }
        // Padded with spaces so that the numbers begin at a multiple of 8.
        var text = JSON.writeValueAsString(header);
        text += " ".repeat(Math.floorMod(-text.getBytes(StandardCharsets.UTF_8).length, 8));
        byte[] json = text.getBytes(StandardCharsets.UTF_8);

        var absolute = file.toAbsolutePath();
        Files.createDirectories(absolute.getParent());
        // Not a temporary file of the JDK's: that is readable for its owner alone, and the service has another user.
        var part = absolute.resolveSibling("%s.%d.part"
                .formatted(absolute.getFileName(), ProcessHandle.current().pid()));
        try {
            try (var channel = FileChannel.open(
                    part, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
                writeAll(channel, buffer(8).putLong(json.length).flip());
                writeAll(channel, ByteBuffer.wrap(json));
                for (var tensor : tensors.values()) writeAll(channel, tensor.bytes.duplicate());
                channel.force(true);
            }
            Files.move(part, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) channel.write(bytes);
    }

    /// @throws IllegalArgumentException if the file is not in this layout, with what is wrong
    static Tensors read(Path file) throws IOException {
        ByteBuffer all;
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) throw new IllegalArgumentException("it is larger than 2 GiB");
            all = buffer(channel.size());
            while (all.hasRemaining() && channel.read(all) >= 0) {}
        }
        all.flip();
        if (all.remaining() < 8) throw new IllegalArgumentException("it is too short to be one");
        long length = all.getLong();
        if (length < 2 || length > HEADER_BYTES_MAX) throw new IllegalArgumentException("it does not begin as one");
        if (length > all.remaining()) throw new IllegalArgumentException("it is cut off within its header");
        var json = new byte[(int) length];
        all.get(json);
        return parse(json, all.slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    private static Tensors parse(byte[] json, ByteBuffer data) {
        JsonNode header;
        try {
            header = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("its header is not JSON", e);
        }
        if (!header.isObject()) throw new IllegalArgumentException("its header is not a JSON object");
        var tensors = new Tensors();
        for (var entry : header.properties()) {
            if (entry.getKey().equals("__metadata__")) {
                entry.getValue()
                        .properties()
                        .forEach(item -> tensors.metadata.put(
                                item.getKey(), item.getValue().asString("")));
            } else {
                tensors.tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), data));
            }
        }
        return tensors;
    }

    private static Tensor tensor(String name, JsonNode node, ByteBuffer data) {
        Type type;
        try {
            type = Type.valueOf(node.path("dtype").asString(""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("`%s` is of an unknown type".formatted(name), e);
        }
        var shape = new long[node.path("shape").size()];
        for (int i = 0; i < shape.length; i++)
            shape[i] = node.path("shape").path(i).asLong(-1);
        long from = node.path("data_offsets").path(0).asLong(-1);
        long to = node.path("data_offsets").path(1).asLong(-1);
        if (from < 0 || to < from) throw new IllegalArgumentException("`%s` has no place in it".formatted(name));
        if (to > data.limit()) throw new IllegalArgumentException("it is cut off within `%s`".formatted(name));
        var tensor = new Tensor(
                type, shape, data.slice((int) from, (int) (to - from)).order(ByteOrder.LITTLE_ENDIAN));
        for (long side : shape) {
            if (side < 0) throw new IllegalArgumentException("`%s` has a negative side".formatted(name));
        }
        if (tensor.count() * type.bytes != to - from) {
            throw new IllegalArgumentException("`%s` has another size than its shape".formatted(name));
        }
        return tensor;
    }
}
