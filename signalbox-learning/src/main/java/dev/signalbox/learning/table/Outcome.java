package dev.signalbox.learning.table;

/// What came of one model's answer to one query. An unknown number is NaN, never zero.
///
/// @param id of the query
/// @param quality 0..1
/// @param inputTokens zero or more, as all that follow
public record Outcome(
        String id,
        String model,
        double quality,
        double inputTokens,
        double outputTokens,
        double costUsd,
        double latencyMs) {
    /// Only the quality and the cost are known.
    public static Outcome of(String id, String model, double quality, double costUsd) {
        return new Outcome(id, model, quality, Double.NaN, Double.NaN, costUsd, Double.NaN);
    }
}
