package dev.signalbox.app.cli;

import dev.signalbox.learning.evaluate.EvaluationResult;
import dev.signalbox.learning.evaluate.Regime;
import dev.signalbox.learning.report.EvaluationJson;
import dev.signalbox.learning.report.EvaluationTable;
import dev.signalbox.learning.report.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Where the result of an evaluation goes: to the terminal, and to files where they are named.
final class EvaluationOutput {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result to this file as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write the result to this file as an HTML page with a plot.")
    private Optional<Path> html = Optional.empty();

    /// @throws CommandException when one of the files can't be written
    void require() {
        Outputs.require(json, html);
    }

    void tell(EvaluationResult result) throws IOException {
        write(EvaluationJson.write(result), HtmlReport.of(result));
        print(result);
        printFiles();
    }

    void tell(List<Regime.Result> regimes) throws IOException {
        write(EvaluationJson.write(regimes), HtmlReport.of(regimes));
        for (var one : regimes) {
            command.commandLine().getOut().println("%n%s (%s)".formatted(one.name(), one.about()));
            print(one.result());
        }
        printFiles();
    }

    private void write(String asJson, HtmlReport page) throws IOException {
        if (json.isPresent()) Files.writeString(json.get(), asJson);
        if (html.isPresent()) Files.writeString(html.get(), page.render());
    }

    private void print(EvaluationResult result) {
        var out = command.commandLine().getOut();
        out.println(
                "Learnt from %,d queries of `%s`, measured on %,d queries of `%s`, %d models. Brackets are 95 %% intervals."
                        .formatted(
                                result.trainQueries(),
                                result.train(),
                                result.queries(),
                                result.test(),
                                result.models().size()));
        out.println();
        out.print(EvaluationTable.methods(result).render());
        if (!result.dial().isEmpty()) {
            out.println();
            out.print(EvaluationTable.dial(result).render());
        }
        if (!result.notes().isEmpty()) out.println();
        result.notes().forEach(note -> out.println("Note: " + note));
        out.flush();
    }

    private void printFiles() {
        var out = command.commandLine().getOut();
        json.ifPresent(file -> out.println("JSON: " + file));
        html.ifPresent(file -> out.println("Report: " + file));
        out.flush();
    }
}
