package dev.signalbox.verify.orchestration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The strategies that are measured on each set, and what its models are taken to cost.
///
/// The six open models have no one list price. They are taken to cost what a public host (Fireworks AI, in the price
/// list of tokencost) takes by size: $0.20 for a million tokens up to 16 B parameters, $0.90 above.
final class Studies {
    private static final String SMALL = "{input: 0.2, output: 0.2}";
    private static final String LARGE = "{input: 0.9, output: 0.9}";
    private static final String LLAMA = "Llama-3.1-8B-Instruct";
    private static final String GEMMA = "gemma-2-9b-it";
    private static final String PHI = "Phi-3-medium-4k-instruct";
    private static final String QWEN = "Qwen2.5-Coder-7B-Instruct";
    private static final String INTERN = "internlm2_5-20b-chat";
    private static final String YI = "Yi-1.5-34B-Chat";
    private static final List<String> ALL = List.of(LLAMA, GEMMA, PHI, QWEN, INTERN, YI);

    private Studies() {}

    private static Map<String, String> prices() {
        var prices = new LinkedHashMap<String, String>();
        for (var model : List.of(LLAMA, GEMMA, PHI, QWEN)) prices.put(model, SMALL);
        for (var model : List.of(INTERN, YI)) prices.put(model, LARGE);
        return prices;
    }

    static Study code(String title, Recorded recorded) {
        var passed = "accept: check_visible_test";
        var notFailed = "accept: checks_failed == 0";
        var tests = "empty, code_syntax, visible_test";
        return new Study(
                title,
                recorded,
                prices(),
                List.of(
                        Way.strategy(
                                "cheap first, a test passes: Qwen, Llama, Phi, InternLM",
                                "passed",
                                ALL,
                                tests,
                                cascade(passed, QWEN, LLAMA, PHI, INTERN)),
                        Way.strategy(
                                "cheap first, no check fails: Qwen, Llama, Phi, InternLM",
                                "sound",
                                ALL,
                                tests,
                                cascade(notFailed, QWEN, LLAMA, PHI, INTERN)),
                        Way.strategy(
                                "cheap first, no check fails: Llama, Gemma, InternLM",
                                "weaker",
                                ALL,
                                tests,
                                cascade(notFailed, LLAMA, GEMMA, INTERN)),
                        Way.strategy(
                                "cheap first, syntax alone: Llama, Gemma, InternLM",
                                "syntax",
                                ALL,
                                "empty, code_syntax",
                                cascade(notFailed, LLAMA, GEMMA, INTERN))));
    }

    static Study mathematics(String title, Recorded recorded) {
        var three = "vote: [%s, %s, %s]".formatted(LLAMA, GEMMA, PHI);
        var withQwen = "vote: [%s, %s, %s]".formatted(QWEN, LLAMA, GEMMA);
        return new Study(
                title,
                recorded,
                prices(),
                List.of(
                        gate("agreement gate: Llama, Gemma, Phi all agree, else InternLM", "all", three, "1.0", INTERN),
                        gate("agreement gate: two of the three agree, else InternLM", "two", three, "0.6", INTERN),
                        gate(
                                "agreement gate: Qwen, Llama, Gemma all agree, else InternLM",
                                "qall",
                                withQwen,
                                "1.0",
                                INTERN),
                        gate(
                                "agreement gate: two of Qwen, Llama, Gemma, else InternLM",
                                "qtwo",
                                withQwen,
                                "0.6",
                                INTERN),
                        Way.strategy("vote of the three", "vote3", ALL, "", "{%s}".formatted(three)),
                        Way.strategy(
                                "vote of all six",
                                "vote6",
                                ALL,
                                "",
                                "{vote: [%s]}"
                                        .formatted(String.join(", ", List.of(INTERN, QWEN, YI, GEMMA, LLAMA, PHI))))));
    }

    private static Way gate(String title, String route, String vote, String agreement, String strong) {
        return Way.strategy(
                title,
                route,
                ALL,
                "",
                "{cascade: [{%s, accept: agreement >= %s}, %s]}".formatted(vote, agreement, strong));
    }

    /// Whoever is last may answer what it likes.
    private static String cascade(String accept, String... models) {
        var stages = new StringBuilder();
        for (int i = 0; i < models.length; i++) {
            if (i > 0) stages.append(", ");
            stages.append(i == models.length - 1 ? models[i] : "{call: %s, %s}".formatted(models[i], accept));
        }
        return "{cascade: [%s]}".formatted(stages);
    }

    private static final String LLAMA_HOSTED = "meta-llama/llama-3.1-8b-instruct";
    private static final String MISTRAL = "mistralai/mistral-large-2512";
    private static final String FLASH = "google/gemini-2.5-flash";
    private static final String PRO = "google/gemini-2.5-pro";

    /// General prompts whose answers a judge has rated; the prices were recorded with them.
    static Study general(String title, Recorded recorded) {
        var prices = new LinkedHashMap<String, String>();
        prices.put(LLAMA_HOSTED, "{input: 0.1, output: 0.1}");
        prices.put(MISTRAL, "{input: 0.5, output: 1.5}");
        prices.put(FLASH, "{input: 0.3, output: 2.5}");
        prices.put(PRO, "{input: 1.25, output: 10}");
        var models = List.of(LLAMA_HOSTED, MISTRAL, FLASH, PRO);
        var checks = "empty, truncated, refusal, language, length, format, arithmetic";
        return new Study(
                title,
                recorded,
                prices,
                List.of(
                        Way.strategy(
                                "cheap first, free checks: Llama, Mistral, Flash",
                                "checked",
                                models,
                                checks,
                                cascade("accept: checks_failed == 0", LLAMA_HOSTED, MISTRAL, FLASH)),
                        gateOfTwo("agreement of Llama and Mistral, else Flash", models)));
    }

    private static Way gateOfTwo(String title, List<String> models) {
        return Way.strategy(
                title,
                "agreed",
                models,
                "",
                "{cascade: [{vote: [%s, %s], accept: agreement >= 1.0}, %s]}".formatted(LLAMA_HOSTED, MISTRAL, FLASH));
    }
}
