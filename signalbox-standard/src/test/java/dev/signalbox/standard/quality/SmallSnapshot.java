package dev.signalbox.standard.quality;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A snapshot of three models over embeddings of 8 numbers and 3 lexical features, with every kind of member.
final class SmallSnapshot {
    static final List<String> MODELS = List.of("good", "fair", "never-seen-costs");
    static final int DIMENSIONS = 8;
    static final int LEXICAL = 3;
    private static final float[] MEANS = {0.8f, 0.5f, 0.6f};

    private SmallSnapshot() {}

    static Snapshot make() {
        var random = new Random(1);
        var calibrations = List.of(
                new Calibration(new Isotonic(new float[] {0, 0.5f, 1}, new float[] {0.1f, 0.6f, 0.9f}), 0.01, 0.5),
                new Calibration(Isotonic.IDENTITY, 0.02, 0.4),
                new Calibration(Isotonic.IDENTITY, 0.03, 0.3));
        var alone = MODELS.stream()
                .map(model -> new Calibration(Isotonic.IDENTITY, 0.2, 1))
                .toList();
        var members = List.<Predictor>of(
                ridge(Ridge.Input.JOINED, MODELS.size(), random),
                ridge(Ridge.Input.LEXICAL, MODELS.size(), random),
                clusters(random),
                neighbours(20, random),
                new GroupTable(ridge(Ridge.Input.JOINED, 2, random), new float[] {0.9f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f}));
        var costs = new float[] {1.1f, 1.2f, Float.NaN};
        var deviations = new float[] {0.5f, 0.6f, Float.NaN};
        return new Snapshot(
                about(),
                new Standardiser(new float[] {1, 2, 3}, new float[] {1, 0.5f, 2}),
                new Ensemble(members, new float[] {0.3f, 0.1f, 0.2f, 0.2f, 0.1f}, MEANS, calibrations),
                new Ensemble(
                        List.of(ridge(Ridge.Input.LEXICAL, MODELS.size(), random)), new float[] {0.9f}, MEANS, alone),
                Optional.of(told(calibrations, random)),
                new LogRidge(ridge(Ridge.Input.JOINED, MODELS.size(), random), costs, deviations),
                new LogRidge(ridge(Ridge.Input.LEXICAL, MODELS.size(), random), costs, deviations),
                new LogRidge(ridge(Ridge.Input.JOINED, MODELS.size(), random), costs, deviations),
                new LogRidge(ridge(Ridge.Input.LEXICAL, MODELS.size(), random), costs, deviations),
                new double[] {100, 10, 0});
    }

    private static GroupCalibrated told(List<Calibration> calibrations, Random random) {
        var ridge =
                new GroupRidge(ridge(Ridge.Input.JOINED, MODELS.size(), random), numbers(2 * MODELS.size(), random));
        return new GroupCalibrated(
                List.of("sums", "verses"), new Ensemble(List.of(ridge), new float[] {0.8f}, MEANS, calibrations));
    }

    static SnapshotOrigin about() {
        return new SnapshotOrigin(
                MODELS,
                "test-encoder",
                DIMENSIONS,
                "table",
                20,
                60,
                7,
                Instant.parse("2026-01-02T03:04:05Z"),
                "judge",
                new double[] {0.8, 0.5, 0.6},
                new double[] {0.001, 0.0002, Double.NaN});
    }

    private static Ridge ridge(Ridge.Input input, int heads, Random random) {
        int inputs = input == Ridge.Input.JOINED ? DIMENSIONS + LEXICAL : LEXICAL;
        return new Ridge(input, inputs, numbers(heads * inputs, random), numbers(heads, random));
    }

    private static ClusterTable clusters(Random random) {
        var centroids = new float[4][];
        for (int i = 0; i < centroids.length; i++) centroids[i] = unit(random);
        return new ClusterTable(List.of(ClusterTable.Resolution.of(centroids, numbers(12, random))));
    }

    private static Neighbours neighbours(int rows, Random random) {
        var embeddings = new float[rows][];
        var outcomes = new double[rows][MODELS.size()];
        for (int row = 0; row < rows; row++) {
            embeddings[row] = unit(random);
            for (int model = 0; model < MODELS.size(); model++) {
                outcomes[row][model] = random.nextInt(4) == 0 ? Double.NaN : random.nextDouble();
            }
        }
        return Neighbours.of(embeddings, outcomes, MEANS);
    }

    static float[] unit(Random random) {
        return unit(DIMENSIONS, random);
    }

    static float[] unit(int dimensions, Random random) {
        var vector = new float[dimensions];
        double length = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
            length += vector[i] * vector[i];
        }
        for (int i = 0; i < dimensions; i++) vector[i] /= (float) Math.sqrt(length);
        return vector;
    }

    private static float[] numbers(int count, Random random) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = (float) random.nextGaussian() * 0.2f;
        return numbers;
    }
}
