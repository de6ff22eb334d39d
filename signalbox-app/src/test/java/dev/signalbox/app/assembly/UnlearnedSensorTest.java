package dev.signalbox.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Request;
import dev.signalbox.encoders.StaticEncoder;
import dev.signalbox.learning.table.OutcomeTableReader;
import dev.signalbox.learning.train.Progress;
import dev.signalbox.learning.train.Trainer;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnlearnedSensorTest {
    private static Model model(String id) {
        return new Model(
                id, "p", id, Price.of(1, 2), OptionalInt.empty(), Set.of(), Optional.empty(), Model.Prior.UNKNOWN);
    }

    @Test
    void modelsThatTheSnapshotDoesNotKnowAreToldWithEachRequest(@TempDir Path folder) throws Exception {
        var queries = new StringBuilder();
        var outcomes = new StringBuilder("id,model,quality\n");
        for (int i = 0; i < 40; i++) {
            queries.append("{\"id\":\"q%d\",\"text\":\"What is %d plus %d?\"}\n".formatted(i, i, i));
            outcomes.append("q%d,small,%d\nq%d,large,1\n".formatted(i, i % 2, i));
        }
        Files.writeString(folder.resolve("queries.jsonl"), queries);
        Files.writeString(folder.resolve("outcomes.csv"), outcomes);
        var options = new Trainer.Options(1, Instant.EPOCH, "test", BuiltIns::lexical);
        var snapshot =
                Trainer.train(OutcomeTableReader.read(folder), StaticEncoder.builtIn(), options, Progress.SILENT);

        assertThat(UnlearnedSensor.of(snapshot, List.of(model("small"), model("large"))))
                .isEmpty();
        var sensor = UnlearnedSensor.of(snapshot, List.of(model("small"), model("new"), model("newer")))
                .orElseThrow();
        var received = new ReceivedMoment(Request.of("r", "auto", "Hi", Instant.MAX));
        assertThat(sensor.sense(received, Signals.NONE)).containsExactly(UnlearnedSensor.UNLEARNED.of("new, newer"));
    }
}
