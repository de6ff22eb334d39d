package dev.signalbox.verify.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official OpenAI SDK for Node, unchanged, against the product as a process. What it checks is in
/// `src/test/node/openai.test.mjs`.
class OpenAiSdkTest {
    private static final Path NODE_TESTS = Path.of("src", "test", "node");

    private static boolean offered(String command) {
        for (var folder : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, command))) return true;
        }
        return false;
    }

    @Test
    void theOpenAiSdkForNodeWorksUnchanged(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(offered("npm"), "npm is not on this machine");
        for (var file : new String[] {"package.json", "package-lock.json", "openai.test.mjs"}) {
            Files.copy(NODE_TESTS.resolve(file), folder.resolve(file));
        }
        assertThat(run(folder, Map.of(), "npm", "ci", "--no-audit", "--no-fund"))
                .as("npm ci")
                .isZero();
        try (var upstream = new ScriptedUpstream();
                var gateway = GatewayProcess.serve(GatewayProcess.settings(folder, upstream.url()))) {
            var urls = Map.of("GATEWAY", gateway.url(), "UPSTREAM", upstream.url());
            assertThat(run(folder, urls, "npm", "test", "--silent"))
                    .as("the SDK's tests")
                    .isZero();
        }
    }

    private static int run(Path folder, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) System.out.println(output);
        return status;
    }
}
