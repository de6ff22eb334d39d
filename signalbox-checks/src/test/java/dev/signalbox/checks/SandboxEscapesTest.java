package dev.signalbox.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.checks.PythonSandbox.Limits;
import dev.signalbox.checks.PythonSandbox.Outcome;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Verdict;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Attacks on the sandbox of `visible_test`, each by code that an answer could hold, in every form of the walls that
/// works here. It is skipped only where there is no bubblewrap at all.
class SandboxEscapesTest {
    private static final String SECRET = "sk-the-provider-key";
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(60), 4, 512L << 20);
    private static final String TRY = """
            import os, sys
            def tried(*attempts):
                done = []
                for attempt in attempts:
                    try:
                        result = attempt()
                        if result is not False: done.append(str(result)[:60])
                    except BaseException: pass
                return done
            """;

    private static List<PythonSandbox> walls = List.of();

    @TempDir
    private static Path outside;

    @BeforeAll
    static void thereIsBubblewrap() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "bwrap"))),
                "there is no bwrap");
        Files.writeString(outside.resolve("signalbox.yaml"), "key: " + SECRET);
    }

    static List<PythonSandbox> walls() throws Exception {
        if (walls.isEmpty()) walls = PythonSandbox.each("bwrap").toList();
        assertThat(walls).isNotEmpty();
        return walls;
    }

    private static JsonNode call(PythonSandbox sandbox, String code) throws Exception {
        return call(sandbox, code, LIMITS);
    }

    private static JsonNode call(PythonSandbox sandbox, String code, Limits limits) throws Exception {
        var outcome = sandbox.run(TRY + code, List.of(), List.of("attack()"), limits);
        assertThat(outcome).isInstanceOf(Outcome.SandboxResult.class);
        return ((Outcome.SandboxResult) outcome).lines().getLast();
    }

    /// Every attempt failed.
    private static void held(PythonSandbox sandbox, String code) throws Exception {
        assertThat(call(sandbox, code).toString()).as(code).isEqualTo("{\"call\":0,\"value\":{\"l\":[]}}");
    }

    @ParameterizedTest
    @MethodSource("walls")
    void nothingOfTheMachineCanBeRead(PythonSandbox sandbox) throws Exception {
        held(sandbox, """
                def attack():
                    return tried(*[lambda path=path: open(path).read() for path in (
                        %s, '/etc/passwd', '/etc/shadow', '/proc/self/environ', '/proc/1/environ', '/proc/1/root/etc/passwd',
                        '/proc/self/cwd/signalbox.yaml', 'signalbox.yaml', '../signalbox.yaml', '/root/.bashrc', '/sys/kernel/mm')],
                        *[lambda path=path: os.listdir(path) or False for path in (
                        '/proc', '/etc', '/home', '/tmp', '/var', '/sys', '/mnt', '/run', %s)])
                """.formatted(quoted(outside.resolve("signalbox.yaml")), quoted(outside)));
        var seen = call(sandbox, """
                def attack():
                    found = [path for folder, _, files in os.walk('/') for path in files if path.endswith(('.yaml', '.db'))]
                    return [found, sorted(set(os.environ) - {'LC_CTYPE', 'PWD'}), os.getuid(), os.getgid(), os.uname().nodename]
                """);
        assertThat(seen.path("value").toString())
                .isEqualTo("{\"l\":[{\"l\":[]},{\"l\":[]},{\"i\":\"fffe\"},{\"i\":\"fffe\"},{\"s\":\"sandbox\"}]}");
    }

    @ParameterizedTest
    @MethodSource("walls")
    void nothingCanBeWritten(PythonSandbox sandbox) throws Exception {
        held(sandbox, """
                def attack():
                    here = os.path.dirname(os.__file__)
                    return tried(*[lambda path=path: open(path, 'w').write('x') for path in (
                        'x', '/x', '/tmp/x', '/dev/shm/x', '/dev/x', %s, here + '/x.py', here + '/json/__init__.py', sys.executable)],
                        lambda: os.mkdir('/d'), lambda: os.symlink('/etc/passwd', '/s'), lambda: os.link(sys.executable, '/l'),
                        lambda: os.symlink('/', here + '/s'), lambda: os.remove(here + '/json/__init__.py'),
                        lambda: os.chmod(here, 0o777), lambda: os.chdir('/tmp'), lambda: os.chroot('/'), lambda: os.mkfifo('/f'))
                """.formatted(quoted(outside.resolve("new"))));
        try (var files = Files.list(outside)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("signalbox.yaml");
        }
    }

    @ParameterizedTest
    @MethodSource("walls")
    void noOtherProcessBegins(PythonSandbox sandbox) throws Exception {
        held(sandbox, """
                import subprocess, threading, multiprocessing, ctypes
                def attack():
                    libc = ctypes.CDLL(None)
                    def forked():
                        if os.fork() == 0:
                            while True: os.fork()
                    return tried(forked, lambda: subprocess.run([sys.executable, '-c', '1']),
                        lambda: os.posix_spawn(sys.executable, ['x'], {}), lambda: os.execv(sys.executable, ['x', '-c', '1']),
                        lambda: threading.Thread(target=print).start(), lambda: multiprocessing.Process(target=print).start(),
                        lambda: libc.vfork() > 0, lambda: libc.syscall(56, 0, 0, 0, 0, 0) >= 0, lambda: libc.syscall(435, 0, 0) >= 0)
                """);
    }

    @ParameterizedTest
    @MethodSource("walls")
    void nobodyIsSpokenTo(PythonSandbox sandbox) throws Exception {
        var path = outside.resolveSibling("signalbox-" + System.nanoTime() + ".sock");
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var local = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            local.bind(UnixDomainSocketAddress.of(path));
            held(sandbox, """
                    import socket, urllib.request
                    def attack():
                        return tried(lambda: socket.create_connection(('127.0.0.1', %d), 2),
                            lambda: urllib.request.urlopen('http://127.0.0.1:%d/', timeout=2),
                            lambda: socket.socket(socket.AF_UNIX).connect(%s),
                            lambda: socket.socket(socket.AF_UNIX).bind('\\0signalbox'),
                            lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
                            lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
                            lambda: socket.socket(socket.AF_INET6), lambda: socket.getaddrinfo('example.org', 80))
                    """.formatted(server.getLocalPort(), server.getLocalPort(), quoted(path)));
        } finally {
            Files.deleteIfExists(path);
        }
    }

    @ParameterizedTest
    @MethodSource("walls")
    void theKernelIsAskedForNothingElse(PythonSandbox sandbox) throws Exception {
        // mount, unshare, setns, ptrace, shmget, memfd_create, io_uring_setup, bpf, keyctl, process_vm_readv, kill,
        // personality, perf_event_open, userfaultfd, mq_open
        held(sandbox, """
                import ctypes, signal
                def attack():
                    libc = ctypes.CDLL(None)
                    calls = (165, 272, 308, 101, 29, 319, 425, 321, 250, 310, 62, 135, 298, 323, 240)
                    return tried(*[lambda call=call: libc.syscall(call, 0, 0, 0, 0, 0) >= 0 and call for call in calls],
                        *[lambda pid=pid: os.kill(pid, signal.SIGKILL) for pid in (os.getppid(), 1, -1, 0, 2, os.getpid())],
                        lambda: os.setuid(0), lambda: os.setresuid(0, 0, 0), lambda: os.nice(-5))
                """);
    }

    @ParameterizedTest
    @MethodSource("walls")
    void whatIsGreedyIsStopped(PythonSandbox sandbox) throws Exception {
        held(sandbox, """
                import mmap, resource
                def attack():
                    return tried(lambda: len(bytearray(1 << 30)), lambda: len([0] * 10**9), lambda: len('x' * (1 << 40)),
                        lambda: mmap.mmap(-1, 1 << 30), lambda: resource.setrlimit(resource.RLIMIT_AS, (-1, -1)),
                        lambda: resource.setrlimit(resource.RLIMIT_CPU, (-1, -1)), lambda: [open('/dev/null') for _ in range(99)])
                """);
        assertThat(call(sandbox, "def attack():\n    return attack()\n")
                        .path("problem")
                        .asString(""))
                .isEqualTo("raised");
        assertThat(call(sandbox, "def attack():\n    kept = []\n    while True: kept.append(bytearray(1 << 20))\n")
                        .path("problem")
                        .asString(""))
                .isEqualTo("memory");
        var spent = new Limits(Duration.ofSeconds(60), 1, 512L << 20);
        for (var code : List.of(
                "def attack():\n    while True: pass\n",
                "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\ndef attack():\n    while True: pass\n",
                "while True: pass\n")) {
            var outcome = (Outcome.SandboxResult) sandbox.run(code, List.of(), List.of("attack()"), spent);
            assertThat(outcome.signal()).as(code).isIn(9, 24);
            assertThat(outcome.lines()).as(code).hasSize(1);
        }
        var sleeps = new Limits(Duration.ofSeconds(1), 4, 512L << 20);
        assertThat(sandbox.run("import time\ntime.sleep(99)", List.of(), List.of("attack()"), sleeps))
                .isEqualTo(new Outcome.SandboxTimeout());
    }

    @ParameterizedTest
    @MethodSource("walls")
    void whatIsSaidWithoutEndIsNotRead(PythonSandbox sandbox) throws Exception {
        var printed = call(sandbox, "def attack():\n    for _ in range(99999): print('x' * 999)\n    return 1\n");
        assertThat(printed.path("value").path("i").asString("")).isEqualTo("1");
        var outcome = (Outcome.SandboxResult) sandbox.run(
                "import os\nwhile True:\n    for fd in range(3, 32):\n        try: os.write(fd, b'{}\\n' * 9999)\n        except OSError: pass",
                List.of(),
                List.of("attack()"),
                LIMITS);
        assertThat(outcome.overflow()).isTrue();
    }

    private static final String PROMPT = "Write square.\nassert square(3) == 9\nassert square(-2) == 4\n";

    static List<String> spoofs() {
        var everywhere =
                "import os\nfor fd in range(0, 64):\n    for said in (b'passed', b'{\"ran\": 2, \"failure\": null}\\n',"
                        + " b'{\"signal\": 0}\\n', b'{\"passed\": true}\\n', b'ok\\n'):\n        try: os.write(fd, said)\n        except OSError: pass\n";
        var liar =
                "class Liar(int):\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n"
                        + "    def __hash__(self): return 0\n    def __index__(self): return 9\n    __int__ = __index__\n    def __repr__(self): return '9'\n";
        return List.of(
                everywhere,
                everywhere + "os._exit(0)\n",
                everywhere + "def square(x): return 0\n",
                "raise SystemExit(0)\n",
                "import os\nos._exit(0)\ndef square(x): return x * x\n",
                "import sys\ndef square(x): sys.exit(0)\n",
                "def square(x): raise AssertionError\n",
                liar + "def square(x): return Liar()\n",
                liar.replace("(int)", "") + "def square(x): return Liar()\n",
                "import sys, types\nsys.modules['__main__'].failure = lambda *_: None\ndef square(x): return 0\n",
                "import builtins\nbuiltins.eval = builtins.exec = builtins.compile = lambda *_: True\ndef square(x): return 0\n",
                "import sys\nsys.settrace(lambda *_: None)\ndef square(x): return None\n",
                "import ast\nast.literal_eval = lambda *_: 3\ndef square(x): return 9\n",
                "import json\njson.dumps = lambda *_, **__: '{\"call\": 0, \"value\": true}'\ndef square(x): return 0\n",
                "def square(x): return True\n",
                "def square(x): return 'passed'\n");
    }

    @ParameterizedTest
    @MethodSource("spoofs")
    void nobodyPassesByClaimingTo(String code) throws Exception {
        var found = find(code);
        assertThat(found.verdict()).as("%s", found).isEqualTo(Verdict.FAIL);
    }

    @Test
    void theSealIsNotInReach() throws Exception {
        var sandbox = walls().getFirst();
        var seen = call(sandbox, """
                import gc, re
                def attack():
                    texts = []
                    frame = sys._getframe()
                    while frame:
                        texts += [str(value) for value in frame.f_locals.values()]
                        frame = frame.f_back
                    texts += [str(each) for each in gc.get_objects() if isinstance(each, (list, dict, tuple))][:5000]
                    return tried(lambda: bool(os.read(0, 32))) + [t for t in texts if re.search("'?seal'?: b?'[0-9a-f]{32}", t)]
                """);
        assertThat(seen.path("value").toString()).isEqualTo("{\"l\":[]}");
    }

    @Test
    void whatCodeSaysIsNoEvidence() throws Exception {
        for (var code : List.of(
                "def square(x): raise ValueError('" + SECRET + "')\n",
                "def square(x): return '" + SECRET + "'\n",
                "print('" + SECRET + "')\nraise KeyError('" + SECRET + "')\n",
                "class K" + SECRET.replace("-", "_") + "(Exception): pass\ndef square(x): raise K"
                        + SECRET.replace("-", "_"),
                "import os\nos.write(1, b'" + SECRET + "')\ndef square(x): return {'" + SECRET + "': 1}\n")) {
            var found = find(code);
            assertThat(found.failed()).as("%s", found).isTrue();
            assertThat(found.evidence())
                    .doesNotContain("key")
                    .doesNotContain("sk")
                    .doesNotContain("square");
        }
    }

    @Test
    void withoutBubblewrapNothingBegins() {
        assertThatThrownBy(() -> PythonSandbox.each("bwrap-that-is-not-there"))
                .isInstanceOf(UnusableCheckException.class)
                .hasMessageContaining("`visible_test`")
                .hasMessageContaining("package `bubblewrap`");
    }

    private static Finding find(String code) {
        return Cases.find("visible_test", PROMPT, "```python\n" + code + "```");
    }

    private static String quoted(Path path) {
        return "'" + path + "'";
    }
}
