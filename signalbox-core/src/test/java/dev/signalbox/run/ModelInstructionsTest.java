package dev.signalbox.run;

import static dev.signalbox.CoreFixtures.model;
import static dev.signalbox.CoreFixtures.request;
import static dev.signalbox.run.AskedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.CoreFixtures;
import dev.signalbox.CoreFixtures.ListJournal;
import dev.signalbox.CoreFixtures.ListSink;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Model;
import dev.signalbox.model.Model.Manner;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.signal.Signals;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelInstructionsTest {
    private final ListJournal journal = new ListJournal();
    private final ListSink sink = new ListSink();
    private final AskedProvider provider = new AskedProvider(
            (_, request) -> says(request.last().text().contains("Do not answer yet") ? "1. the plan" : "the answer"));

    private Runner.RunOutcome run(Manner manner) throws Exception {
        var plain = model("a");
        var model = new Model(
                plain.id(),
                plain.provider(),
                plain.upstream(),
                plain.price(),
                plain.contextTokens(),
                plain.can(),
                plain.region(),
                plain.prior(),
                manner);
        return new Runner(List.of(provider), Senses.NONE, journal, InstantSource.fixed(CoreFixtures.NOON))
                .run(new Call(model), request("auto"), Signals.NONE, "r", sink);
    }

    @Test
    void anInstructionComesBeforeTheConversation() throws Exception {
        run(new Manner(Optional.empty(), Optional.of("Answer in verse."), false));

        var messages = provider.asked.getFirst().request().messages();
        assertThat(messages).hasSize(2);
        assertThat(messages.getFirst().role()).isEqualTo(Role.SYSTEM);
        assertThat(messages.getFirst().text()).isEqualTo("Answer in verse.");
    }

    @Test
    void aPlanIsMadeFirstAndAnsweredBy() throws Exception {
        var runOutcome = run(new Manner(Optional.empty(), Optional.of("Be brief."), true));

        assertThat(runOutcome.result().answer().text()).isEqualTo("the answer");
        assertThat(sink.heard).hasToString("the answer");
        assertThat(provider.asked).hasSize(2);
        assertThat(provider.asked.getFirst().request().messages().getFirst().text())
                .isEqualTo("Be brief.");
        assertThat(provider.asked.getLast().text()).contains("1. the plan", "may hold mistakes");
        assertThat(provider.asked.getLast().request().messages()).hasSize(3);
        assertThat(journal.of(Event.Called.class)).hasSize(2);
        assertThat(runOutcome.costUsd()).isEqualTo(0.004);
    }

    @Test
    void aPlainMannerLeavesTheRequestAsItIs() throws Exception {
        run(Manner.PLAIN);

        assertThat(provider.asked).hasSize(1);
        assertThat(provider.asked.getFirst().request().messages()).hasSize(1);
    }
}
