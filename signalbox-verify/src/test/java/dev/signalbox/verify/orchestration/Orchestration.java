package dev.signalbox.verify.orchestration;

import dev.signalbox.app.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Measures all strategies on recorded answers and prints the page of results.
/// Arguments: a folder with `mbpp.jsonl`, `humaneval.jsonl` and `math.jsonl`, and a file of rated general answers.
public final class Orchestration {
    private Orchestration() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, SettingsException {
        var folder = Path.of(arguments[0]);
        print(Studies.code("MBPP (visible asserts)", Recorded.read(folder.resolve("mbpp.jsonl"))));
        print(Studies.code("HumanEval (doctests)", Recorded.read(folder.resolve("humaneval.jsonl"))));
        print(Studies.mathematics("MATH", Recorded.read(folder.resolve("math.jsonl"))));
        if (arguments.length > 1) {
            print(Studies.general("General prompts, rated by a judge", Recorded.read(Path.of(arguments[1]))));
        }
    }

    private static void print(Study study) throws IOException, InterruptedException, SettingsException {
        var folder = Files.createTempDirectory("orchestration");
        var tallies = study.run(folder);
        System.out.println(
                StudyReport.of(study.title(), tallies, study.recorded().models().size()));
    }
}
