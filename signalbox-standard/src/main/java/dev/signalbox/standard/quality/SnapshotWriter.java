package dev.signalbox.standard.quality;

import dev.signalbox.standard.quality.Tensors.Type;

/// Puts the parts of a snapshot into named tensors. [SnapshotReader] is its mirror image.
final class SnapshotWriter {
    private final Tensors tensors;

    SnapshotWriter(Tensors tensors) {
        this.tensors = tensors;
    }

    void standardiser(String name, Standardiser standardiser) {
        floats(name + ".mean", standardiser.mean(), standardiser.size());
        floats(name + ".deviation", standardiser.deviation(), standardiser.size());
    }

    void ensemble(String name, Ensemble ensemble) {
        tensors.metadata().put(name + ".members", String.join(",", SnapshotFile.memberNames(ensemble)));
        floats(name + ".weights", ensemble.weights(), ensemble.weights().length);
        floats(name + ".means", ensemble.means(), ensemble.means().length);
        for (var member : ensemble.members()) {
            switch (member) {
                case Ridge ridge ->
                    ridge(
                            name
                                    + switch (ridge.input()) {
                                        case JOINED -> ".ridge";
                                        case LEXICAL -> ".lexicalRidge";
                                    },
                            ridge);
                case GroupRidge told -> told(name + ".toldRidge", told);
                case ClusterTable clusters -> clusters(name + ".clusters", clusters);
                case GroupTable groups -> groups(name + ".groups", groups);
                case Neighbours neighbours -> neighbours(name + ".neighbours", neighbours);
            }
        }
        calibrations(name + ".calibration", ensemble);
    }

    void logRidge(String name, LogRidge log) {
        ridge(name, log.ridge());
        floats(name + ".smearing", log.smearing(), log.smearing().length);
        floats(name + ".deviation", log.deviation(), log.deviation().length);
    }

    void doubles(String name, double[] values) {
        var bytes = Tensors.buffer(8L * values.length);
        for (double value : values) bytes.putDouble(value);
        tensors.put(name, Type.F64, bytes, values.length);
    }

    private void ridge(String name, Ridge ridge) {
        floats(name + ".heads", ridge.weights(), ridge.intercepts().length, ridge.inputs());
        floats(name + ".intercepts", ridge.intercepts(), ridge.intercepts().length);
    }

    private void told(String name, GroupRidge told) {
        ridge(name, told.ridge());
        floats(name + ".offsets", told.offsets(), told.groups(), told.offsets().length / told.groups());
    }

    private void clusters(String name, ClusterTable table) {
        tensors.metadata().put(name, Integer.toString(table.resolutions().size()));
        for (int i = 0; i < table.resolutions().size(); i++) {
            var resolution = table.resolutions().get(i);
            int clusters = resolution.clusters();
            fixed(name + "." + i + ".centroids", resolution.centroids(), clusters);
            floats(name + "." + i + ".values", resolution.values(), clusters, resolution.values().length / clusters);
        }
    }

    private void groups(String name, GroupTable table) {
        ridge(name, table.classifier());
        floats(name + ".values", table.values(), table.groups(), table.values().length / table.groups());
    }

    private void neighbours(String name, Neighbours neighbours) {
        fixed(name + ".vectors", neighbours.vectors(), neighbours.size());
        floats(name + ".outcomes", neighbours.outcomes(), neighbours.size(), neighbours.means().length);
        floats(name + ".means", neighbours.means(), neighbours.means().length);
    }

    /// Curves are of different lengths: one after another, with their lengths beside.
    private void calibrations(String name, Ensemble ensemble) {
        var calibrations = ensemble.calibrations();
        var lengths = Tensors.buffer(4L * calibrations.size());
        var deviations = Tensors.buffer(16L * calibrations.size());
        int points = 0;
        for (var calibration : calibrations) {
            int length = calibration.curve().scores().length;
            lengths.putInt(length);
            deviations.putDouble(calibration.noise()).putDouble(calibration.slope());
            points += length;
        }
        var curves = Tensors.buffer(8L * points);
        for (var calibration : calibrations) {
            for (float score : calibration.curve().scores()) curves.putFloat(score);
            for (float value : calibration.curve().values()) curves.putFloat(value);
        }
        tensors.put(name + ".lengths", Type.I32, lengths, calibrations.size());
        tensors.put(name + ".deviations", Type.F64, deviations, calibrations.size(), 2);
        tensors.put(name + ".curves", Type.F32, curves, 2L * points);
    }

    private void floats(String name, float[] values, long... shape) {
        var bytes = Tensors.buffer(4L * values.length);
        for (float value : values) bytes.putFloat(value);
        tensors.put(name, Type.F32, bytes, shape);
    }

    private void fixed(String name, int[] values, long rows) {
        var bytes = Tensors.buffer(2L * values.length);
        for (int value : values) bytes.putShort((short) value);
        tensors.put(name, Type.I16, bytes, rows, values.length / rows);
    }
}
