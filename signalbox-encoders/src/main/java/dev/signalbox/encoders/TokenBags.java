package dev.signalbox.encoders;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Which tokens are in which texts, as a sparse matrix `[texts × tokens]`: the token's weight, times how often it is in
/// the text, divided by the text's length. Products use all cores and have the same result on any number of them.
final class TokenBags {
    private final Sparse byText;
    private final Sparse byToken;

    private record Sparse(int[][] columns, float[][] values) {
        Sparse(int rows) {
            this(new int[rows][], new float[rows][]);
        }

        /// `result = this × matrix`, with rows of so many numbers.
        void times(float[] matrix, float[] result, int width) {
            IntStream.range(0, columns.length).parallel().forEach(row -> {
                var sum = new float[width];
                for (int i = 0; i < columns[row].length; i++) {
                    int from = columns[row][i] * width;
                    float value = values[row][i];
                    for (int k = 0; k < width; k++) sum[k] += value * matrix[from + k];
                }
                System.arraycopy(sum, 0, result, row * width, width);
            });
        }

        Sparse transposed(int rows) {
            var counts = new int[rows];
            for (var row : columns) for (int column : row) counts[column]++;
            var flipped = new Sparse(rows);
            for (int row = 0; row < rows; row++) {
                flipped.columns[row] = new int[counts[row]];
                flipped.values[row] = new float[counts[row]];
            }
            Arrays.fill(counts, 0);
            for (int row = 0; row < columns.length; row++) {
                for (int i = 0; i < columns[row].length; i++) {
                    int column = columns[row][i];
                    flipped.columns[column][counts[column]] = row;
                    flipped.values[column][counts[column]++] = values[row][i];
                }
            }
            return flipped;
        }
    }

    /// @param texts each as its token ids
    /// @param weights `[token]`
    TokenBags(List<int[]> texts, float[] weights) {
        byText = new Sparse(texts.size());
        for (int text = 0; text < texts.size(); text++) {
            int[] ids = texts.get(text);
            var counts = new TreeMap<Integer, Integer>();
            for (int id : ids) counts.merge(id, 1, Integer::sum);
            byText.columns[text] = new int[counts.size()];
            byText.values[text] = new float[counts.size()];
            int place = 0;
            for (var entry : counts.entrySet()) {
                byText.columns[text][place] = entry.getKey();
                byText.values[text][place++] = weights[entry.getKey()] * entry.getValue() / ids.length;
            }
        }
        byToken = byText.transposed(weights.length);
    }

    /// From a vector for each token to a vector for each text.
    float[] texts(float[] tokens, int dimensions) {
        var result = new float[byText.columns.length * dimensions];
        byText.times(tokens, result, dimensions);
        return result;
    }

    /// The transposed product: from a vector for each text to a vector for each token.
    float[] tokens(float[] texts, int dimensions) {
        var result = new float[byToken.columns.length * dimensions];
        byToken.times(texts, result, dimensions);
        return result;
    }
}
