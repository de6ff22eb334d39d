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

/// The official OpenAI SDKs for Node and Python, unchanged, against the product as a process. What they check is in
/// `src/test/node/openai.test.mjs` and `src/test/python/test_openai.py`.
class OpenAiSdkTest {
    private static final Path NODE_TESTS = Path.of("src", "test", "node");
    private static final Path PYTHON_TESTS = Path.of("src", "test", "python");

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
        assertPasses(folder, "npm", "test", "--silent");
    }

    @Test
    void theOpenAiSdkForPythonWorksUnchanged(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(offered("python3"), "Python is not on this machine");
        var python = folder.resolve("venv").resolve("bin").resolve("python").toString();
        assumeTrue(run(folder, Map.of(), "python3", "-m", "venv", "venv") == 0, "Python has no venv on this machine");
        for (var file : new String[] {"requirements.txt", "test_openai.py"}) {
            Files.copy(PYTHON_TESTS.resolve(file), folder.resolve(file));
        }
        int installed = run(folder, Map.of(), python, "-m", "pip", "install", "-q", "-r", "requirements.txt");
        assumeTrue(installed == 0, "the Python SDK cannot be installed on this machine");
        assertPasses(folder, python, "-m", "unittest", "-v", "test_openai");
    }

    private static void assertPasses(Path folder, String... tests) throws IOException, InterruptedException {
        try (var upstream = new ScriptedUpstream();
                var gateway = GatewayProcess.serve(GatewayProcess.settings(folder, upstream.url()))) {
            var urls = Map.of("GATEWAY", gateway.url(), "UPSTREAM", upstream.url());
            assertThat(run(folder, urls, tests)).as("the SDK's tests").isZero();
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
