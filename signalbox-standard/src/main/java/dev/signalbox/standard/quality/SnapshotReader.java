package dev.signalbox.standard.quality;

import dev.signalbox.estimate.Dial;
import dev.signalbox.standard.quality.Tensors.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;

/// Reads the parts of a snapshot out of named tensors, and checks shapes and numbers. [SnapshotWriter] is its mirror
/// image. Everything that is wrong is an [IllegalArgumentException] that says what.
final class SnapshotReader {
    private final Tensors tensors;
    private final SnapshotOrigin about;
    private final int models;

    SnapshotReader(Tensors tensors, SnapshotOrigin about) {
        this.tensors = tensors;
        this.about = about;
        this.models = about.models().size();
        if (models == 0 || about.dimensions() < 1) throw new IllegalArgumentException("it knows no models");
    }

    Standardiser standardiser(String name) {
        int size = (int) tensors.get(name + ".mean", Type.F32).count();
        float[] deviation = floats(name + ".deviation", size);
        for (float value : deviation) {
            if (!(value > 0)) throw new IllegalArgumentException("`%s.deviation` must be above zero".formatted(name));
        }
        return new Standardiser(floats(name + ".mean", size), deviation);
    }

    /// What is known of the queries that an ensemble is for, and so which members it may have.
    enum Reads {
        LEXICAL(Set.of("lexicalRidge")),
        TEXT(Set.of("ridge", "lexicalRidge", "clusters", "groups", "neighbours")),
        TOLD(Set.of("toldRidge"));

        private final Set<String> members;

        Reads(Set<String> members) {
            this.members = members;
        }
    }

    Ensemble ensemble(String name, Reads reads) {
        var members = new ArrayList<Predictor>();
        for (var member : metadata(name + ".members").split(",")) {
            if (!reads.members.contains(member)) {
                throw new IllegalArgumentException("`%s` cannot have the member `%s`".formatted(name, member));
            }
            members.add(
                    switch (member) {
                        case "ridge" -> ridge(name + ".ridge", Ridge.Input.JOINED);
                        case "lexicalRidge" -> ridge(name + ".lexicalRidge", Ridge.Input.LEXICAL);
                        case "toldRidge" -> told(name + ".toldRidge");
                        case "clusters" -> clusters(name + ".clusters");
                        case "groups" -> groups(name + ".groups");
                        case "neighbours" -> neighbours(name + ".neighbours");
                        default -> throw new IllegalArgumentException("it has an unknown member `" + member + "`");
                    });
        }
        return new Ensemble(
                members,
                floats(name + ".weights", members.size()),
                floats(name + ".means", models),
                calibrations(name + ".calibration"));
    }

    LogRidge logRidge(String name, Ridge.Input input) {
        return new LogRidge(ridge(name, input), raw(name + ".smearing", models), raw(name + ".deviation", models));
    }

    double[] dial(String name) {
        var tensor = tensors.get(name, Type.F64);
        var values = new double[(int) tensor.count()];
        tensor.bytes()
                .duplicate()
                .order(tensor.bytes().order())
                .asDoubleBuffer()
                .get(values);
        if (values.length > 0) requireDial(values);
        return values;
    }

    private static void requireDial(double[] values) {
        if (new Dial(values, 0).perDollar().length < 2) throw new IllegalArgumentException("the dial is too short");
    }

    private Ridge ridge(String name, Ridge.Input input) {
        return ridge(name, input, models);
    }

    private Ridge ridge(String name, Ridge.Input input, int heads) {
        int lexical = (int) tensors.get("lexical.mean", Type.F32).count();
        int inputs =
                switch (input) {
                    case JOINED -> about.dimensions() + lexical;
                    case LEXICAL -> lexical;
                };
        return new Ridge(input, inputs, floats(name + ".heads", heads, inputs), floats(name + ".intercepts", heads));
    }

    private ClusterTable clusters(String name) {
        var resolutions = new ArrayList<ClusterTable.Resolution>();
        for (int i = 0; i < Integer.parseInt(metadata(name)); i++) {
            var part = name + "." + i;
            int clusters = rows(part + ".centroids", Type.I16);
            resolutions.add(new ClusterTable.Resolution(
                    clusters,
                    fixed(part + ".centroids", clusters, about.dimensions()),
                    floats(part + ".values", clusters, models)));
        }
        return new ClusterTable(resolutions);
    }

    private GroupRidge told(String name) {
        int groups = rows(name + ".offsets", Type.F32);
        return new GroupRidge(ridge(name, Ridge.Input.JOINED, models), floats(name + ".offsets", groups, models));
    }

    private GroupTable groups(String name) {
        int groups = rows(name + ".values", Type.F32);
        if (groups < 1) throw new IllegalArgumentException("`%s` knows no group".formatted(name));
        return new GroupTable(ridge(name, Ridge.Input.JOINED, groups), floats(name + ".values", groups, models));
    }

    private Neighbours neighbours(String name) {
        int rows = rows(name + ".vectors", Type.I16);
        // Unknown outcomes are NaN by design.
        return Neighbours.of(
                about.dimensions(),
                fixed(name + ".vectors", rows, about.dimensions()),
                raw(name + ".outcomes", rows, models),
                floats(name + ".means", models));
    }

    private ArrayList<Calibration> calibrations(String name) {
        var lengths = shaped(name + ".lengths", Type.I32, models).bytes();
        var deviations = shaped(name + ".deviations", Type.F64, models, 2).bytes();
        var curves = tensors.get(name + ".curves", Type.F32).bytes();
        var calibrations = new ArrayList<Calibration>();
        for (int model = 0, at = 0; model < models; model++) {
            int length = lengths.getInt(4 * model);
            if (length < 1 || (at + 2L * length) * 4 > curves.limit()) {
                throw new IllegalArgumentException("`%s` is not whole".formatted(name));
            }
            var scores = new float[length];
            var values = new float[length];
            for (int i = 0; i < length; i++) {
                scores[i] = finite(name, curves.getFloat(4 * (at + i)));
                values[i] = finite(name, curves.getFloat(4 * (at + length + i)));
            }
            at += 2 * length;
            calibrations.add(new Calibration(
                    new Isotonic(scores, values),
                    deviations.getDouble(16 * model),
                    deviations.getDouble(16 * model + 8)));
        }
        return calibrations;
    }

    private String metadata(String name) {
        var value = tensors.metadata().get(name);
        if (value == null) throw new IllegalArgumentException("`%s` is missing".formatted(name));
        return value;
    }

    private int rows(String name, Type type) {
        long[] shape = tensors.get(name, type).shape();
        return shape.length == 0 ? 0 : (int) shape[0];
    }

    private float[] floats(String name, long... shape) {
        float[] values = raw(name, shape);
        for (float value : values) finite(name, value);
        return values;
    }

    private static float finite(String name, float value) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException("`%s` holds %s where a number belongs".formatted(name, value));
        }
        return value;
    }

    private float[] raw(String name, long... shape) {
        var bytes = shaped(name, Type.F32, shape).bytes();
        var values = new float[bytes.limit() / 4];
        for (int i = 0; i < values.length; i++) values[i] = bytes.getFloat(4 * i);
        return values;
    }

    private int[] fixed(String name, long... shape) {
        var bytes = shaped(name, Type.I16, shape).bytes();
        var values = new int[bytes.limit() / 2];
        for (int i = 0; i < values.length; i++) values[i] = bytes.getShort(2 * i);
        return values;
    }

    private Tensors.Tensor shaped(String name, Type type, long... shape) {
        var tensor = tensors.get(name, type);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException("`%s` has the shape %s, not %s"
                    .formatted(name, Arrays.toString(tensor.shape()), Arrays.toString(shape)));
        }
        return tensor;
    }
}
