package dev.signalbox.standard.quality;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A [Snapshot] in one *safetensors* file. Reading checks everything before anything is used: a snapshot that was cut
/// off, edited or made by another version must fail at the start and not route badly.
public final class SnapshotFile {
    private static final String FORMAT = "signalbox.snapshot";
    private static final String VERSION = "1";
    private static final String GROUPS = "told.groups";
    private static final JsonMapper JSON = new JsonMapper();

    private SnapshotFile() {}

    /// Replaces the file in one step.
    public static void write(Path file, Snapshot snapshot) throws IOException {
        var tensors = new Tensors();
        tensors.metadata().put("format", FORMAT);
        tensors.metadata().put("version", VERSION);
        tensors.metadata().put("about", JSON.writeValueAsString(snapshot.about()));
        var writer = new SnapshotWriter(tensors);
        writer.standardiser("lexical", snapshot.lexical());
        writer.ensemble("quality", snapshot.quality());
        writer.ensemble("qualityAlone", snapshot.qualityAlone());
        snapshot.told().ifPresent(told -> {
            tensors.metadata().put(GROUPS, JSON.writeValueAsString(told.groups()));
            writer.ensemble("told", told.quality());
        });
        writer.logRidge("costUsd", snapshot.costUsd());
        writer.logRidge("costUsdAlone", snapshot.costUsdAlone());
        writer.logRidge("outputTokens", snapshot.outputTokens());
        writer.logRidge("outputTokensAlone", snapshot.outputTokensAlone());
        writer.doubles("dial.perDollar", snapshot.perDollar());
        tensors.write(file);
    }

    /// @throws SnapshotException if there is no such file, or it is not a whole and sound snapshot of this version
    public static Snapshot read(Path file) throws IOException {
        try {
            return parse(Tensors.read(file));
        } catch (NoSuchFileException e) {
            throw new SnapshotException(
                    "there is no snapshot `%s`: make one with `signalbox train`".formatted(file), e);
        } catch (IllegalArgumentException | ArithmeticException | JacksonException e) {
            throw new SnapshotException(
                    "`%s` is not a sound snapshot: %s. Make it again with `signalbox train`"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static Snapshot parse(Tensors tensors) {
        var metadata = tensors.metadata();
        if (!FORMAT.equals(metadata.get("format"))) {
            throw new IllegalArgumentException("it is not a Signalbox file");
        }
        var version = metadata.get("version");
        if (!VERSION.equals(version)) {
            throw new IllegalArgumentException(
                    "it has the version `%s`, and this program reads version `%s`".formatted(version, VERSION));
        }
        var json = metadata.get("about");
        if (json == null) throw new IllegalArgumentException("it does not say where it comes from");
        var about = JSON.readValue(json, SnapshotOrigin.class);
        var reader = new SnapshotReader(tensors, about);
        return new Snapshot(
                about,
                reader.standardiser("lexical"),
                reader.ensemble("quality", SnapshotReader.Reads.TEXT),
                reader.ensemble("qualityAlone", SnapshotReader.Reads.LEXICAL),
                told(metadata.get(GROUPS), reader),
                reader.logRidge("costUsd", Ridge.Input.JOINED),
                reader.logRidge("costUsdAlone", Ridge.Input.LEXICAL),
                reader.logRidge("outputTokens", Ridge.Input.JOINED),
                reader.logRidge("outputTokensAlone", Ridge.Input.LEXICAL),
                reader.dial("dial.perDollar"));
    }

    private static Optional<GroupCalibrated> told(@Nullable String groups, SnapshotReader reader) {
        if (groups == null) return Optional.empty();
        var names = List.of(JSON.readValue(groups, String[].class));
        return Optional.of(new GroupCalibrated(names, reader.ensemble("told", SnapshotReader.Reads.TOLD)));
    }

    /// The names under which an ensemble's members are kept, in the order of their weights.
    public static List<String> memberNames(Ensemble ensemble) {
        var names = new ArrayList<String>();
        for (var member : ensemble.members()) {
            names.add(
                    switch (member) {
                        case Ridge ridge ->
                            switch (ridge.input()) {
                                case JOINED -> "ridge";
                                case LEXICAL -> "lexicalRidge";
                            };
                        case GroupRidge unused -> "toldRidge";
                        case ClusterTable unused -> "clusters";
                        case GroupTable unused -> "groups";
                        case Neighbours unused -> "neighbours";
                    });
        }
        return names;
    }
}
