package dev.signalbox.learning.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files in the very shape in which the benchmarks publish theirs: their headers and fields, whole and in their order,
/// with texts of our own.
class PublishedFormatsTest {
    @TempDir
    private Path folder = Path.of("");

    private OutcomeTable imported(TableImport format, Path source) throws IOException {
        try (var writer = OutcomeTableWriter.open(folder.resolve("table"))) {
            format.read(source, writer);
        }
        return OutcomeTableReader.read(folder.resolve("table"));
    }

    /// Scores come in another order than answers and costs; prompts and answers are lists in brackets.
    @Test
    void routerBench() throws IOException {
        var file = Files.writeString(folder.resolve("routerbench_0shot.csv"), """
                sample_id,prompt,eval_name,WizardLM/WizardLM-13B-V1.2,claude-instant-v1,claude-v1,claude-v2,gpt-3.5-turbo-1106,gpt-4-1106-preview,meta/code-llama-instruct-34b-chat,meta/llama-2-70b-chat,mistralai/mistral-7b-chat,mistralai/mixtral-8x7b-chat,zero-one-ai/Yi-34B-Chat,gpt-3.5-turbo-1106|model_response,claude-instant-v1|model_response,claude-v1|model_response,claude-v2|model_response,gpt-4-1106-preview|model_response,meta/llama-2-70b-chat|model_response,mistralai/mixtral-8x7b-chat|model_response,zero-one-ai/Yi-34B-Chat|model_response,WizardLM/WizardLM-13B-V1.2|model_response,meta/code-llama-instruct-34b-chat|model_response,mistralai/mistral-7b-chat|model_response,gpt-3.5-turbo-1106|total_cost,claude-instant-v1|total_cost,claude-v1|total_cost,claude-v2|total_cost,gpt-4-1106-preview|total_cost,meta/llama-2-70b-chat|total_cost,mistralai/mixtral-8x7b-chat|total_cost,zero-one-ai/Yi-34B-Chat|total_cost,WizardLM/WizardLM-13B-V1.2|total_cost,meta/code-llama-instruct-34b-chat|total_cost,mistralai/mistral-7b-chat|total_cost,oracle_model_to_route_to
                signals-and-points.val.7,"['Name one letter.\\\\n\\\\nWhat sets the points?\\\\nA) a lever\\\\nB) the rain\\\\nPrint ""A"" or ""B"". Answer:']",signals-and-points,0.0,1.0,1.0,1.0,1.0,1.0,0.0,0.0,0.0,0.25,1.0,['A'],['A'],"['A, the lever']",['A'],['A'],['B)'],['B'],['A'],"[""It's the rain""]",['\\\\nB'],['?'],7.5e-05,5.92e-05,0.0005920000000000001,0.0005920000000000001,0.00074,6.57e-05,4.38e-05,5.7600000000000004e-05,2.19e-05,5.6648000000000004e-05,1.46e-05,zero-one-ai/Yi-34B-Chat
                """);
        var table = imported(new RouterBenchCsv(), file);
        assertThat(table.models()).hasSize(11).contains("gpt-4-1106-preview", "zero-one-ai/Yi-34B-Chat");
        assertThat(table.queries().getFirst().id()).isEqualTo("signals-and-points.val.7");
        assertThat(table.queries().getFirst().text().orElseThrow()).startsWith("['Name one letter.\\\\n");
        int mixtral = table.models().indexOf("mistralai/mixtral-8x7b-chat");
        int wizard = table.models().indexOf("WizardLM/WizardLM-13B-V1.2");
        assertThat(table.quality()[0][mixtral]).isEqualTo(0.25);
        assertThat(table.costUsd()[0][mixtral]).isEqualTo(4.38e-05);
        assertThat(table.quality()[0][wizard]).isZero();
        assertThat(table.costUsd()[0][wizard]).isEqualTo(2.19e-05);
    }

    @Test
    void routeLlm() throws IOException {
        var responses = Files.createDirectory(folder.resolve("responses"));
        Files.writeString(responses.resolve("mmlu_railways.csv"), """
                prompt,mixtral-8x7b-instruct-v0.1,gpt-4-1106-preview
                "What is the operation ""*"" of a signal box?
                A. It sets points.
                B. It sells tickets.
                Answer:",True,True
                "Statement 1 | Signals are green. Statement 2 | Points are set, then locked.
                A. True, True
                B. False, True
                Answer:",False,True
                """);
        var table = imported(new RouteLlmCsv(), responses);
        assertThat(table.models()).containsExactly("gpt-4-1106-preview", "mixtral-8x7b-instruct-v0.1");
        assertThat(table.queries().getFirst().text().orElseThrow())
                .contains("\"*\"")
                .endsWith("Answer:");
        assertThat(table.quality()).isDeepEqualTo(new double[][] {{1, 1}, {1, 0}});
    }

    @Test
    void llmRouterBench() throws IOException {
        var runs = Files.createDirectories(folder.resolve("bench/railways/test/small-1"));
        Files.writeString(runs.resolve("railways-test-small-1-20251103_101500.json"), """
                {
                  "performance": 0.5,
                  "time_taken": 12.25,
                  "prompt_tokens": 120,
                  "completion_tokens": 40,
                  "cost": 0.00046,
                  "counts": 2,
                  "model_name": "small-1",
                  "dataset_name": "railways",
                  "split": "test",
                  "demo": false,
                  "extra_metrics": {},
                  "data_fingerprint": "0f3a",
                  "records": [
                    {
                      "index": 1,
                      "origin_query": "Who sets the points?",
                      "prompt": "Question: Who sets the points? Think first.",
                      "prompt_tokens": 60,
                      "completion_tokens": 30,
                      "cost": 0.0003,
                      "score": 1.0,
                      "prediction": "The signaller",
                      "ground_truth": "the signaller",
                      "raw_output": "It is the signaller.",
                      "extra_fields": {}
                    },
                    {
                      "index": 2,
                      "origin_query": "How long is a block?",
                      "prompt": "Question: How long is a block? Think first.",
                      "prompt_tokens": 60,
                      "completion_tokens": 10,
                      "cost": 0.00016,
                      "score": null,
                      "prediction": "",
                      "ground_truth": "it depends",
                      "raw_output": null,
                      "extra_fields": {"finish_reason": "length"}
                    }
                  ]
                }
                """);
        var table = imported(new LlmRouterBenchJson(), folder.resolve("bench"));
        assertThat(table.models()).isEqualTo(List.of("small-1"));
        assertThat(table.queries())
                .extracting(OutcomeTable.Query::id)
                .containsExactly("railways/test/1", "railways/test/2");
        assertThat(table.queries().getFirst().text()).contains("Question: Who sets the points? Think first.");
        assertThat(table.quality()[0][0]).isEqualTo(1);
        assertThat(table.quality()[1][0]).isNaN();
        assertThat(table.costUsd()[1][0]).isEqualTo(0.00016);
        assertThat(table.outputTokens()[0][0]).isEqualTo(30);
    }
}
