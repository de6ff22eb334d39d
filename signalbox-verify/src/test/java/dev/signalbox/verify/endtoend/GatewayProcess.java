package dev.signalbox.verify.endtoend;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `signalbox serve` as a process of its own, as users run it.
final class GatewayProcess implements AutoCloseable {
    /// Where the build puts the app and its libraries: what the launcher runs.
    private static final Path APP = Path.of("..", "signalbox-app", "target").toAbsolutePath();

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
    private final Process process;
    private final StringBuffer said = new StringBuffer();
    private final CountDownLatch listening = new CountDownLatch(1);
    private volatile String url = "";

    private GatewayProcess(Process process) {
        this.process = process;
    }

    /// Starts it with these settings, and waits until it listens.
    ///
    /// @param options of the virtual machine
    static GatewayProcess serve(Path settings, String... options) throws IOException, InterruptedException {
        var gateway =
                new GatewayProcess(new ProcessBuilder(command(List.of(options), List.of("serve", settings.toString())))
                        .redirectErrorStream(true)
                        .start());
        Thread.ofVirtual().start(gateway::listen);
        if (!gateway.listening.await(60, TimeUnit.SECONDS) || !gateway.isAlive()) {
            gateway.close();
            throw new AssertionError("the gateway does not listen; it said:\n" + gateway.said);
        }
        return gateway;
    }

    /// How a command of the program is started.
    ///
    /// @param options of the JVM
    static List<String> command(List<String> options, List<String> arguments) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), "dev.signalbox.app.Main"));
        command.addAll(arguments);
        return command;
    }

    /// Every library by name, as development tools start a program: native code must bear so long a command line.
    private static String classPath() throws IOException {
        var own = System.getProperty("signalbox.classpath");
        if (own != null) return own;
        try (var libraries = Files.list(APP.resolve("lib"))) {
            return Stream.concat(Stream.of(APP.resolve("classes")), libraries.sorted())
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private void listen() {
        try (var lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                var address = ADDRESS.matcher(line);
                if (listening.getCount() > 0 && line.contains("istening") && address.find()) {
                    url = address.group();
                    listening.countDown();
                }
            }
        } catch (IOException ended) {
            said.append(ended);
        } finally {
            // Who waits for it to listen need not wait any longer.
            listening.countDown();
        }
    }

    String url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    String said() {
        return said.toString();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// As `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /// Settings with two models of one upstream (and one that fails), a route over the two, and one that falls back.
    static Path settings(Path folder, String upstream) throws IOException {
        return Files.writeString(
                folder.resolve("signalbox.yaml"), """
                server: {host: 127.0.0.1, port: 0}
                journal: {path: %s}
                providers:
                  scripted: {url: "%s/v1"}
                models:
                  small: {provider: scripted, upstream: small-upstream, price: {input: 0.1, output: 0.2}, can: [tools]}
                  large:
                    provider: scripted
                    upstream: large-upstream
                    price: {input: 1, output: 2}
                    can: [tools, vision, json, json_schema]
                  faulty: {provider: scripted, upstream: faulty-upstream, price: {input: 0.01, output: 0.01}}
                routes:
                  default: {models: [small, large], explore: 0}
                  fallback: {models: [faulty, large], quality: 0, explore: 0}
                """.formatted(folder.resolve("journal.db"), upstream));
    }
}
