package dev.signalbox.verify.benchmark;

import dev.signalbox.encoders.MiniLmEncoder;
import dev.signalbox.encoders.StaticEncoder;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to place one prompt: the static encoder beside the transformer that it is distilled from, which reads
/// no more than 160 tokens.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EncoderBenchmark {
    private static final int PROMPTS = 64;

    /// Each of these words is one token.
    private static final String[] WORDS = ("how can the train station time table show people which signal is red "
                    + "when one line of code must read a large file and write each number to memory")
            .split(" ");

    @Param({"10", "100", "500"})
    private int tokens;

    private final String[] prompts = new String[PROMPTS];
    private final MiniLmEncoder transformer = new MiniLmEncoder(1);

    @SuppressWarnings("NullAway.Init")
    private StaticEncoder table;

    private int turn;

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        table = StaticEncoder.builtIn();
        var random = new SplittableRandom(3);
        for (int i = 0; i < PROMPTS; i++) {
            var prompt = new StringBuilder();
            for (int word = 0; word < tokens; word++) {
                prompt.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
            }
            prompts[i] = prompt.toString();
        }
    }

    @TearDown(Level.Trial)
    public void end() {
        transformer.close();
    }

    private String next() {
        turn = (turn + 1) % PROMPTS;
        return prompts[turn];
    }

    @Benchmark
    public float[] table() {
        return table.encode(next());
    }

    @Benchmark
    public float[] transformer() {
        return transformer.encode(next());
    }
}
