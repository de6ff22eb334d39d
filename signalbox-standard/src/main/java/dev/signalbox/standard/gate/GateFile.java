package dev.signalbox.standard.gate;

import dev.signalbox.signal.SignalKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gate with all that it needs to be used: which models it stands between, and the snapshot that gives its score.
/// `signalbox gate --out` writes it as JSON, with the snapshot beside it; [KeepSensor#of] and [Gate#accept] use it.
///
/// @param promise what the gate keeps, in words
/// @param snapshot the file of the snapshot that its bounds were fitted with; of no other do they mean anything
public record GateFile(String promise, String cheap, String strong, Path snapshot, Gate gate) {
    private static final String FORMAT = "signalbox.gate";
    private static final String VERSION = "1";
    private static final String EVERYTHING = "everything";
    private static final String NOTHING = "nothing";
    private static final JsonMapper JSON = new JsonMapper();

    /// @param file whose folder the snapshot is named from
    public void write(Path file) throws IOException {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("format", FORMAT);
        fields.put("version", VERSION);
        fields.put("promise", promise);
        fields.put("cheap", cheap);
        fields.put("strong", strong);
        fields.put(
                "snapshot",
                folder(file).relativize(snapshot.toAbsolutePath().normalize()).toString());
        fields.put("score", gate.score().name());
        switch (gate) {
            case Gate.One one -> fields.put("keep_above", written(one.bound()));
            case Gate.ByGroup grouped -> {
                var bounds = new TreeMap<String, Object>();
                grouped.bounds().forEach((label, bound) -> bounds.put(label, written(bound)));
                fields.put("group", grouped.group().name());
                fields.put("keep_above", bounds);
            }
        }
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(fields) + "\n");
    }

    /// @throws GateFileException if there is no such file, or it is no gate of this version
    public static GateFile read(Path file) throws IOException {
        try {
            return parse(JSON.readTree(Files.readString(file)), folder(file));
        } catch (NoSuchFileException missing) {
            throw new GateFileException(
                    "there is no gate `%s`: make one with `signalbox gate --out`".formatted(file), missing);
        } catch (JacksonException | IllegalArgumentException wrong) {
            throw new GateFileException(
                    "`%s` is not a sound gate: %s. Make it again with `signalbox gate --out`"
                            .formatted(file, wrong instanceof JacksonException ? "it is not JSON" : wrong.getMessage()),
                    wrong);
        }
    }

    private static GateFile parse(JsonNode json, Path folder) {
        if (!text(json, "format").equals(FORMAT)) throw new IllegalArgumentException("it is no gate of Signalbox's");
        var version = text(json, "version");
        if (!version.equals(VERSION)) {
            throw new IllegalArgumentException(
                    "it has the version `%s`, and this program reads version `%s`".formatted(version, VERSION));
        }
        return new GateFile(
                text(json, "promise"),
                text(json, "cheap"),
                text(json, "strong"),
                folder.resolve(text(json, "snapshot")).normalize(),
                gate(json));
    }

    private static Gate gate(JsonNode json) {
        var score = SignalKey.score(text(json, "score"));
        var bounds = json.path("keep_above");
        if (!bounds.isObject()) return new Gate.One(score, bound(bounds));
        var byGroup = new TreeMap<String, Double>();
        for (Map.Entry<String, JsonNode> each : bounds.properties()) byGroup.put(each.getKey(), bound(each.getValue()));
        return new Gate.ByGroup(score, SignalKey.label(text(json, "group")), byGroup);
    }

    private static Object written(double bound) {
        if (bound == Double.NEGATIVE_INFINITY) return EVERYTHING;
        return bound == Double.POSITIVE_INFINITY ? NOTHING : bound;
    }

    private static double bound(JsonNode json) {
        if (json.isNumber()) return json.asDouble();
        return switch (json.isString() ? json.asString() : "") {
            case EVERYTHING -> Double.NEGATIVE_INFINITY;
            case NOTHING -> Double.POSITIVE_INFINITY;
            default ->
                throw new IllegalArgumentException(
                        "a bound in `keep_above` is no number, nor `%s` or `%s`".formatted(EVERYTHING, NOTHING));
        };
    }

    private static String text(JsonNode json, String field) {
        var value = json.path(field);
        if (!value.isString()) throw new IllegalArgumentException("it has no `%s`".formatted(field));
        return value.asString();
    }

    private static Path folder(Path file) {
        var folder = file.toAbsolutePath().normalize().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }
}
