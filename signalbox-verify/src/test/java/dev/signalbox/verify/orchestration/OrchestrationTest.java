package dev.signalbox.verify.orchestration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `bench/orchestration.sh` measures, on a few of the recorded answers (lookahead-routing, MIT).
class OrchestrationTest {
    private static final Path EXTRACT = extract();

    @TempDir
    private Path folder;

    private static Path extract() {
        try {
            return Path.of(Objects.requireNonNull(OrchestrationTest.class.getResource("math.jsonl"))
                            .toURI())
                    .resolveSibling(".");
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Map<String, Tally> tallies(Study study) throws Exception {
        var tallies = new HashMap<String, Tally>();
        try (var trial = new Trial(study.recorded(), study.prices(), study.strategies(), Optional.empty(), folder)) {
            for (var way : study.strategies()) {
                tallies.put(
                        way.title(),
                        new Tally(way.title(), trial.ask(way, study.recorded().prompts())));
            }
        }
        return tallies;
    }

    private static double alone(Study study, String model) {
        return study.recorded().prompts().stream()
                .mapToDouble(prompt -> prompt.quality(model))
                .average()
                .orElseThrow();
    }

    @Test
    void threeThatAgreeAreRightAndTheOthersEscalate() throws Exception {
        var study = Studies.mathematics("MATH", Recorded.read(EXTRACT.resolve("math.jsonl")));
        var gate = Objects.requireNonNull(
                tallies(study).get("agreement gate: Llama, Gemma, Phi all agree, else InternLM"));
        double[] first = gate.firstAccepted();
        assertThat(first[0]).as("share that agrees").isBetween(0.2, 0.8);
        assertThat(first[1]).as("right among them").isGreaterThan(0.9);
        assertThat(gate.meanQuality()).isGreaterThanOrEqualTo(alone(study, "internlm2_5-20b-chat"));
    }

    @Test
    void codeThatFailsItsTestsGoesToTheNextModel() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "bwrap"))),
                "there is no bwrap");
        var study = Studies.code("MBPP", Recorded.read(EXTRACT.resolve("mbpp.jsonl")));
        var tallies = tallies(study);
        var tested = Objects.requireNonNull(tallies.get("cheap first, no check fails: Qwen, Llama, Phi, InternLM"));
        var untested = Objects.requireNonNull(tallies.get("cheap first, syntax alone: Llama, Gemma, InternLM"));
        assertThat(tested.meanQuality()).isGreaterThanOrEqualTo(alone(study, "Qwen2.5-Coder-7B-Instruct"));
        assertThat(tested.meanQuality()).isGreaterThan(untested.meanQuality());
        assertThat(tested.outcomes())
                .allSatisfy(outcome -> assertThat(outcome.costUsd()).isPositive());
        assertThat(List.copyOf(tallies.keySet())).hasSize(study.strategies().size());
    }
}
