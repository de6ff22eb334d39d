package dev.signalbox.learning.evaluate;

/// A single number about a way of choosing, beyond the first ones. Its key is stable;
/// `docs/reference/evaluation-json.md` says what it means.
public enum Measure {
    DEFERRAL_AREA("deferralArea"),
    ROUTER_ARENA("routerArena"),
    ROUTER_ARENA_BEST("routerArenaBest"),
    GAIN_AT_BEST("gainAtBest"),
    GAP_AT_ORACLE("gapAtOracle"),
    PERFORMANCE_GAIN("perfGain"),
    COST_SAVE("costSave"),
    PARETO_DISTANCE("paretoDist"),
    REGRET("regret"),
    REGRET_BEST_FIXED("regretBestFixed"),
    CALIBRATION_ERROR("ece"),
    DECISION_CALIBRATION_ERROR("decisionEce"),
    BRIER("brier"),
    LOG_LOSS("logLoss"),
    AREA_UNDER_RECEIVER_CURVE("auroc"),
    GINI("gini"),
    BALANCE("balance"),
    SWITCH_RATE("switchRate"),
    OVERHEAD_US("overheadUs");

    private final String key;

    Measure(String key) {
        this.key = key;
    }

    /// As the JSON names it.
    public String key() {
        return key;
    }
}
