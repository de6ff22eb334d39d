package dev.signalbox.checks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Runs the code of answers in Python, walled in by bubblewrap (`bwrap`).
///
/// What runs sees a root that is empty and read-only but for the interpreter, its standard library and the shared
/// libraries of both. It has another user id, no capability, no network, process ids, IPC and host name of its own, and
/// an empty environment. `sandboxed.py` then lets go of what is left: no system call but those of code that computes
/// (seccomp; so no process, thread, socket, signal or shared memory), no file to write, and a bound on memory, open
/// files and processor time. When its time is up, or the gateway ends, all of it is killed.
///
/// What comes back is behind a seal that the code under test never sees. Thread-safe.
final class PythonSandbox {
    private static final String NOTHING = "/dev/null";
    private static final int NOBODY = 65534;
    private static final int SEAL_CHARS = 32;
    /// More than `sandboxed.py` passes on.
    private static final int OUTPUT_BYTES_MAX = 512 * 1024;

    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final String SCRIPT = script("sandboxed.py");

    /// Another user id, from the strongest: one that the whole system sees, where we may set it (root); else one
    /// that is only seen inside.
    private static final List<List<String>> OTHER_USER = List.of(
            List.of("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"),
            List.of("--unshare-user", "--uid", String.valueOf(NOBODY), "--gid", String.valueOf(NOBODY)));

    private final SecureRandom random = new SecureRandom();
    private final List<String> command;

    /// The code's limits.
    ///
    /// @param time by the clock
    record Limits(Duration time, int cpuSeconds, long memoryBytes) {}

    /// What became of a run.
    sealed interface Outcome {
        /// Its time was up.
        record SandboxTimeout() implements Outcome {}

        /// The sandbox itself did not work.
        record SandboxBroken() implements Outcome {}

        /// @param signal what killed it; 0 where nothing did
        /// @param overflow whether it told more than is read
        /// @param lines what was told, not to be trusted
        record SandboxResult(int signal, boolean overflow, List<JsonNode> lines) implements Outcome {}
    }

    private PythonSandbox(List<String> command) {
        this.command = command;
    }

    /// @throws UnusableCheckException where code cannot be walled in here, with what to do
    static PythonSandbox open() throws InterruptedException {
        return each("bwrap")
                .findFirst()
                .orElseThrow(
                        () -> refusal(
                                "`bwrap` cannot make its walls here; run as root, or let unprivileged users make"
                                        + " namespaces (`kernel.unprivileged_userns_clone`, AppArmor, a container's seccomp profile)"));
    }

    /// Those that work here, the strongest first.
    ///
    /// @param bwrap the command
    static Stream<PythonSandbox> each(String bwrap) throws InterruptedException {
        var found = probe(List.of("python3", "-I", "-c", script("python_runtime.py")));
        if (found.isEmpty() || !(JsonText.read(found.get()) instanceof JsonText.Read.Value(var runtime))) {
            throw refusal("`python3` is not there or does not run; install it (package `python3`)");
        }
        if (probe(List.of(bwrap, "--version")).isEmpty()) {
            throw refusal("`bwrap` is not there; install it (package `bubblewrap`)");
        }
        return OTHER_USER.stream()
                .map(user -> new PythonSandbox(command(bwrap, user, runtime)))
                .filter(PythonSandbox::works);
    }

    private static UnusableCheckException refusal(String why) {
        return new UnusableCheckException(
                "the check `visible_test` runs code that models wrote, and needs bubblewrap and Python on Linux for it: "
                        + why + ", or take `visible_test` out of `checks`");
    }

    private static List<String> command(String bwrap, List<String> user, JsonNode runtime) {
        var command = new ArrayList<>(List.of(bwrap, "--unshare-pid", "--unshare-net", "--unshare-ipc"));
        command.addAll(List.of("--unshare-uts", "--unshare-cgroup-try", "--die-with-parent", "--new-session"));
        command.addAll(user);
        command.addAll(List.of("--clearenv", "--hostname", "sandbox"));
        var interpreter = runtime.path("interpreter").asString();
        var paths =
                new ArrayList<>(List.of(interpreter, runtime.path("standard").asString()));
        for (var library : runtime.path("libraries")) paths.add(library.asString());
        // Else folders are made for root alone.
        paths.stream().flatMap(PythonSandbox::folders).distinct().sorted().forEach(folder -> {
            command.addAll(List.of("--perms", "0755", "--dir", folder));
        });
        for (var path : paths) command.addAll(List.of("--ro-bind", path, path));
        for (var hidden : runtime.path("hidden")) {
            command.addAll(List.of("--tmpfs", hidden.asString(), "--remount-ro", hidden.asString()));
        }
        command.addAll(List.of("--dev-bind", NOTHING, NOTHING, "--remount-ro", "/", "--chdir", "/"));
        command.addAll(List.of(interpreter, "-I", "-S", "-B", "-c", SCRIPT));
        return List.copyOf(command);
    }

    private static Stream<String> folders(String path) {
        return Stream.iterate(Path.of(path).getParent(), folder -> folder.getNameCount() > 0, Path::getParent)
                .map(Path::toString);
    }

    private boolean works() {
        var limits = new Limits(PROBE, 10, 1L << 30);
        try {
            return run("def one(): return 1", List.of(), List.of("one()"), limits)
                            instanceof Outcome.SandboxResult(var _, var _, var lines)
                    && lines.stream()
                            .anyMatch(line -> line.at("/value/i").asString("").equals("1"));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// @param imports the prompt's import lines, of which those of harmless modules are carried out
    /// @param calls each a function's name and literals in parentheses
    Outcome run(String code, List<String> imports, List<String> calls, Limits limits) throws InterruptedException {
        var bytes = JsonText.MAPPER.writeValueAsBytes(Map.of(
                "code", code,
                "imports", imports,
                "calls", calls,
                "cpu_seconds", limits.cpuSeconds(),
                "memory_bytes", limits.memoryBytes()));
        var seal = seal();
        try {
            var process = start(command);
            try {
                var output = output(process, bytes, seal, limits.time());
                return output.isEmpty() ? new Outcome.SandboxTimeout() : outcome(output.get(), seal);
            } finally {
                kill(process);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the sandbox cannot be started", failed);
        }
    }

    private String seal() {
        var bytes = new byte[SEAL_CHARS / 2];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Process start(List<String> command) throws IOException {
        var builder =
                new ProcessBuilder(command).directory(new File("/")).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        return builder.start();
    }

    private static Optional<String> output(Process process, byte[] task, String seal, Duration time)
            throws InterruptedException {
        Thread.ofVirtual().start(() -> write(process.getOutputStream(), task, seal));
        var reading = new FutureTask<>(() -> read(process.getInputStream()));
        Thread.ofVirtual().start(reading);
        try {
            return Optional.of(reading.get(time.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (ExecutionException broken) {
            return Optional.of("");
        }
    }

    private static void write(OutputStream stream, byte[] task, String seal) {
        try (stream) {
            stream.write("%010d".formatted(task.length).getBytes(StandardCharsets.US_ASCII));
            stream.write(task);
            stream.write(seal.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException ended) {
            // What it then says, or does not say, tells.
        }
    }

    private static String read(InputStream stream) throws IOException {
        return new String(stream.readNBytes(OUTPUT_BYTES_MAX), StandardCharsets.US_ASCII);
    }

    private static Outcome outcome(String output, String seal) {
        if (!output.startsWith(seal)) return new Outcome.SandboxBroken();
        var lines = output.substring(seal.length()).lines().map(JsonText::read).toList();
        if (lines.isEmpty() || !(lines.getFirst() instanceof JsonText.Read.Value(var end)))
            return new Outcome.SandboxBroken();
        var told = new ArrayList<JsonNode>();
        for (var line : lines.subList(1, lines.size())) {
            if (line instanceof JsonText.Read.Value(var node)) told.add(node);
        }
        return told.isEmpty()
                ? new Outcome.SandboxBroken()
                : new Outcome.SandboxResult(
                        end.path("signal").asInt(0), end.path("overflow").asBoolean(false), told);
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Optional<String> probe(List<String> command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File(NOTHING)))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                var reading = new FutureTask<>(() -> read(process.getInputStream()));
                Thread.ofVirtual().start(reading);
                boolean done = process.waitFor(PROBE.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
                return done ? Optional.of(reading.get()) : Optional.empty();
            } finally {
                kill(process);
            }
        } catch (IOException | ExecutionException absent) {
            return Optional.empty();
        }
    }

    private static String script(String name) {
        try (var file = PythonSandbox.class.getResourceAsStream(name)) {
            if (file == null) throw new IllegalStateException("`%s` is not in the jar".formatted(name));
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("`%s` cannot be read".formatted(name), broken);
        }
    }
}
