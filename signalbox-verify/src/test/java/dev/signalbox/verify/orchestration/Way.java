package dev.signalbox.verify.orchestration;

import java.util.List;

/// A way to answer: a name for the table, and what clients ask for. Strategies bring the route that has them.
///
/// @param model what clients name: a model, or `auto/ROUTE`
/// @param routes settings under `routes`, empty for a model
record Way(String title, String model, String routes) {
    static Way single(String model) {
        return new Way(model, model, "");
    }

    /// @param checks of the route, separated by commas
    /// @param strategy a plan in one line of YAML
    static Way strategy(String title, String route, List<String> models, String checks, String strategy) {
        return new Way(
                title, "auto/" + route, """
                %s:
                  models: [%s]
                  checks: [%s]
                  strategies: {%s: %s}
                """.formatted(route, String.join(", ", models), checks, route, strategy));
    }

    /// One decision before the answer, by what was learnt.
    static Way decided(String route, List<String> models, double quality) {
        return new Way("one decision, dial at %.2f".formatted(quality), "auto/" + route, """
                %s: {models: [%s], quality: %.2f, fallbacks: 0}
                """.formatted(
                        route, String.join(", ", models), quality));
    }
}
