package dev.signalbox.run;

import static dev.signalbox.CoreFixtures.model;
import static dev.signalbox.CoreFixtures.request;
import static dev.signalbox.run.AskedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.CoreFixtures;
import dev.signalbox.CoreFixtures.ListJournal;
import dev.signalbox.CoreFixtures.ListSink;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.plan.Plan.Verify;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.All;
import dev.signalbox.signal.Condition.Compares;
import dev.signalbox.signal.Condition.Compares.Comparison;
import dev.signalbox.signal.Signals;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final Condition MOSTLY = new Compares(Verify.VERIFIED, Comparison.AT_LEAST, 0.75);

    private final ListSink sink = new ListSink();

    /// @param words what the verifier says, sample after sample
    private AskedProvider run(Condition accept, List<String> words) throws Exception {
        Iterator<String> samples = words.iterator();
        var provider = new AskedProvider((model, _) -> {
            synchronized (samples) {
                return says(model.equals("verifier") ? samples.next() : model);
            }
        });
        var cascade = new Cascade(List.of(
                Stage.of(new Call(model("cheap")), accept).verifiedBy(new Verify(model("verifier"), words.size())),
                Stage.of(new Call(model("strong")), Condition.ALWAYS)));
        new Runner(List.of(provider), Senses.NONE, new ListJournal(), InstantSource.fixed(CoreFixtures.NOON))
                .run(cascade, request("auto"), Signals.NONE, "r", sink);
        return provider;
    }

    @Test
    void anAnswerThatIsVerifiedIsKept() throws Exception {
        var provider = run(MOSTLY, List.of("Yes.", "no", "**yes**", "yes"));

        assertThat(sink.heard).hasToString("cheap");
        assertThat(provider.asked("verifier")).hasSize(4).allSatisfy(asked -> assertThat(asked.text())
                .contains("What is a signal box?", "cheap"));
    }

    @Test
    void anAnswerThatIsDoubtedIsAskedForAgain() throws Exception {
        run(MOSTLY, List.of("Yes.", "no", "No", "yes"));

        assertThat(sink.heard).hasToString("strong");
    }

    @Test
    void samplesThatCannotBeReadDoNotCount() throws Exception {
        run(MOSTLY, List.of("Perhaps.", "yes", "", "I know nothing"));
        assertThat(sink.heard).hasToString("cheap");

        run(MOSTLY, List.of("Perhaps."));
        assertThat(sink.heard).hasToString("cheapstrong");
    }

    @Test
    void nobodyIsAskedWhatIsKnownAnyway() throws Exception {
        assertThat(run(new All(List.of(MOSTLY, new Condition.Never())), List.of("yes"))
                        .asked("verifier"))
                .isEmpty();
    }
}
