package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The launcher itself, in a tree of its own, with a Maven and a JDK that are scripts.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    private Path tree;

    private Path source = Path.of("");

    @BeforeEach
    void aTreeThatWasNeverBuilt() throws IOException {
        script("signalbox", Files.readString(Path.of("..", "signalbox")));
        source = Files.writeString(
                Files.createDirectories(tree.resolve("signalbox-app/src/main/java"))
                        .resolve("A.java"),
                "class A {}");
        // Builds slowly, and in place: what ran from there would find half of it.
        script("bin/mvn", """
                #!/bin/sh
                set -eu
                cd "%s"
                [ ! -e broken ] || exit 1
                if ! mkdir building; then echo "two builds at once" >&2; exit 1; fi
                echo built >>builds
                target=signalbox-app/target
                rm -rf "$target"
                sleep 1
                mkdir -p "$target/classes" "$target/lib"
                cp signalbox-app/src/main/java/A.java "$target/classes/A.class"
                touch "$target/lib/a.jar"
                rmdir building
                """.formatted(tree));
        Files.writeString(Files.createDirectories(tree.resolve("jdk")).resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        script("jdk/bin/javac", "#!/bin/sh\n");
        // Says what its class path holds; `serve` stays until there is a file `stop`, and says it again.
        script("jdk/bin/java", """
                #!/bin/sh
                set -eu
                while [ "$1" != -cp ]; do shift; done
                classes=${2%%%%:*}
                echo "$classes"
                if [ "$4" = serve ]; then
                  touch "%1$s/serving"
                  until [ -e "%1$s/stop" ]; do sleep 0.1; done
                fi
                cat "$classes/A.class"
                """.formatted(tree));
    }

    private void script(String name, String text) throws IOException {
        var file = tree.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Ended(int code, List<String> out, String error) {}

    private Process start(String... arguments) throws IOException {
        var command =
                new ArrayList<>(List.of("/bin/sh", tree.resolve("signalbox").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", tree.resolve("jdk").toString());
        builder.environment().merge("PATH", tree.resolve("bin") + ":", (path, bin) -> bin + path);
        return builder.start();
    }

    private static Ended end(Process process) throws IOException, InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        try (var out = process.inputReader();
                var error = process.errorReader()) {
            return new Ended(process.exitValue(), out.readAllLines(), String.join("\n", error.readAllLines()));
        }
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        return end(start(arguments));
    }

    private void edit(String text) throws IOException {
        Files.writeString(source, text);
    }

    private int builds() throws IOException {
        return Files.readAllLines(tree.resolve("builds")).size();
    }

    @Test
    void severalAtOnceOnAnUnbuiltTreeBuildOnceAndAllWork() throws Exception {
        var started = List.of(start("version"), start("version"), start("version"));
        for (var process : started) {
            var ended = end(process);
            assertThat(ended.code()).as(ended.error()).isZero();
            assertThat(ended.out()).last().isEqualTo("class A {}");
        }
        assertThat(builds()).isEqualTo(1);
        assertThat(run("version").error()).isEmpty();
        assertThat(builds()).isEqualTo(1);
        assertThat(tree.resolve(".launcher/lock")).doesNotExist();
    }

    @Test
    void aRunningServerKeepsItsCopyThroughRebuilds() throws Exception {
        assertThat(run("version").code()).isZero();
        var server = start("serve");
        for (int i = 0; i < 300 && Files.notExists(tree.resolve("serving")); i++) Thread.sleep(100);
        assertThat(tree.resolve("serving")).exists();
        for (int i = 2; i <= 4; i++) {
            edit("class A { int i = %d; }".formatted(i));
            assertThat(run("version").out()).last().isEqualTo("class A { int i = %d; }".formatted(i));
        }
        Files.createFile(tree.resolve("stop"));
        var served = end(server);
        assertThat(served.code()).as(served.error()).isZero();
        assertThat(served.out()).last().isEqualTo("class A {}");

        edit("class A { int last; }");
        var last = run("version").out();
        assertThat(last).last().isEqualTo("class A { int last; }");
        // The newest and the one before; what nobody runs from is gone.
        try (var copies = Files.newDirectoryStream(tree.resolve(".launcher"), "v-*")) {
            assertThat(copies).hasSize(2);
        }
    }

    @Test
    void aBrokenBuildFailsAndTheNextOneWorks() throws Exception {
        Files.createFile(tree.resolve("broken"));
        assertThat(run("version").code()).isNotZero();
        assertThat(tree.resolve(".launcher/lock")).doesNotExist();
        Files.delete(tree.resolve("broken"));
        assertThat(run("version").out()).last().isEqualTo("class A {}");
    }

    @Test
    void aLockOfAProcessThatDiedHoldsNobody() throws Exception {
        var dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.createSymbolicLink(
                Files.createDirectories(tree.resolve(".launcher")).resolve("lock"), Path.of(Long.toString(dead.pid())));
        assertThat(run("version").out()).last().isEqualTo("class A {}");
    }
}
