package dev.signalbox.learning.method.mixllm;

import dev.signalbox.learning.method.Domains;
import dev.signalbox.learning.numeric.Cholesky;
import dev.signalbox.learning.numeric.SymmetricEigen;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The directions in which domains are furthest apart, measured by how wide each domain is: Fisher's linear
/// discriminant. It stands in for MixLLM's fine-tuning of an encoder, which pulls queries to their domain's middle and
/// pushes the middles apart; both want the same, and this has a closed form.
///
/// @param mean of the embeddings
/// @param directions `[k]`, one fewer than there are domains, or less
record DomainMap(double[] mean, double[][] directions) {
    private static final double RIDGE = 0.1;

    /// The eigenvectors of `(S_w + ρI)⁻¹ S_b`. What lies between the domains has no more directions than there are
    /// domains, so the eigenvectors are found among as few.
    static DomainMap fit(float[][] embeddings, Domains domains) {
        int size = embeddings[0].length;
        var middles = new double[domains.count()][size];
        var counts = new double[domains.count()];
        var mean = new double[size];
        for (int row = 0; row < embeddings.length; row++) {
            int domain = domains.ofRow()[row];
            counts[domain]++;
            for (int i = 0; i < size; i++) middles[domain][i] += embeddings[row][i];
        }
        for (int domain = 0; domain < counts.length; domain++) {
            for (int i = 0; i < size; i++) {
                mean[i] += middles[domain][i] / embeddings.length;
                middles[domain][i] /= Math.max(counts[domain], 1);
            }
        }
        double[][] within = within(embeddings, domains.ofRow(), middles);
        double trace = IntStream.range(0, size).mapToDouble(i -> within[i][i]).sum();
        var factor = Cholesky.of(within, Math.max(RIDGE * trace / size, 1e-6));
        double[][] between = IntStream.range(0, counts.length)
                .mapToObj(domain -> {
                    double weight = Math.sqrt(counts[domain] / embeddings.length);
                    double[] away = new double[size];
                    if (counts[domain] > 0) Arrays.setAll(away, i -> weight * (middles[domain][i] - mean[i]));
                    return factor.forward(away);
                })
                .toArray(double[][]::new);
        return new DomainMap(mean, directions(between, factor));
    }

    /// Lower triangle.
    private static double[][] within(float[][] embeddings, int[] domainOfRow, double[][] middles) {
        int size = embeddings[0].length;
        var away = new double[embeddings.length][];
        for (int row = 0; row < away.length; row++) {
            double[] middle = middles[domainOfRow[row]];
            float[] embedding = embeddings[row];
            away[row] = IntStream.range(0, size)
                    .mapToDouble(i -> embedding[i] - middle[i])
                    .toArray();
        }
        return IntStream.range(0, size)
                .parallel()
                .mapToObj(i -> {
                    var sums = new double[i + 1];
                    for (double[] row : away) for (int j = 0; j <= i; j++) sums[j] += row[i] * row[j] / away.length;
                    return sums;
                })
                .toArray(double[][]::new);
    }

    private static double[][] directions(double[][] between, Cholesky factor) {
        double[][] products = Arrays.stream(between)
                .map(one -> Arrays.stream(between)
                        .mapToDouble(other -> dot(one, other))
                        .toArray())
                .toArray(double[][]::new);
        var eigen = SymmetricEigen.of(products);
        double least = 1e-6 * Math.max(eigen.values()[0], 1e-9);
        return IntStream.range(0, between.length)
                .filter(k -> eigen.values()[k] > least)
                .mapToObj(k -> {
                    var direction = new double[between[0].length];
                    for (int domain = 0; domain < between.length; domain++) {
                        double weight = eigen.vectors()[k][domain] / Math.sqrt(eigen.values()[k]);
                        for (int i = 0; i < direction.length; i++) direction[i] += weight * between[domain][i];
                    }
                    return factor.backward(direction);
                })
                .toArray(double[][]::new);
    }

    /// Where a query lies along the directions, as a vector of length `weight`; zero where it lies in the
    /// middle of all.
    double[] place(float[] embedding, double weight) {
        double[] place = Arrays.stream(directions)
                .mapToDouble(direction -> {
                    double sum = 0;
                    for (int i = 0; i < direction.length; i++) sum += direction[i] * (embedding[i] - mean[i]);
                    return sum;
                })
                .toArray();
        double length = Math.sqrt(dot(place, place));
        if (length > 1e-9) for (int i = 0; i < place.length; i++) place[i] *= weight / length;
        return place;
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) sum += one[i] * other[i];
        return sum;
    }
}
