package dev.signalbox.providers.openai;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Chunk.ToolCallDelta;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.chat.TokenTally;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.model.Model;
import dev.signalbox.providers.openai.AnswerReader.ReadAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts together what a server says into the whole answer: the pieces of a stream, or an answer that is one piece.
/// Confined to one call.
final class AnswerAssembly {
    private final Map<Integer, ChoiceBuilder> choices = new TreeMap<>();
    private final List<TokenChance> chances = new ArrayList<>();
    private final Request request;
    private final Model model;
    private final TokenRates rates;
    private long thoughtLetters;
    private @Nullable ReportedUsage usage;

    /// @param rates estimate what the server does not report
    AnswerAssembly(Request request, Model model, TokenRates rates) {
        this.request = request;
        this.model = model;
        this.rates = rates;
    }

    private static final class ChoiceBuilder {
        final StringBuilder text = new StringBuilder();
        final StringBuilder reasoning = new StringBuilder();
        final Map<Integer, ToolCallBuilder> calls = new TreeMap<>();

        @Nullable
        Finish finish;
    }

    private static final class ToolCallBuilder {
        String id = "";
        String name = "";
        final StringBuilder arguments = new StringBuilder();
    }

    void add(ReadAnswer readAnswer) {
        readAnswer.usage().ifPresent(this::report);
        thoughtLetters += readAnswer.thoughtLetters();
        chances.addAll(readAnswer.chances());
        for (var delta : readAnswer.deltas()) add(delta);
    }

    /// A later report takes the earlier one's place; what it leaves out stands.
    private void report(ReportedUsage later) {
        var before = usage;
        usage = before == null || later.isWhole()
                ? later
                : new ReportedUsage(
                        later.input().isPresent() ? later.input() : before.input(),
                        later.output().isPresent() ? later.output() : before.output(),
                        Math.max(later.cached(), before.cached()),
                        Math.max(later.reasoning(), before.reasoning()));
    }

    private void add(Delta delta) {
        var choiceBuilder = choices.computeIfAbsent(delta.choice(), _ -> new ChoiceBuilder());
        choiceBuilder.text.append(delta.text());
        choiceBuilder.reasoning.append(delta.reasoning());
        for (var call : delta.toolCalls()) add(choiceBuilder, call);
        delta.finish().ifPresent(finish -> choiceBuilder.finish = finish);
    }

    private static void add(ChoiceBuilder choiceBuilder, ToolCallDelta delta) {
        var toolCallBuilder = choiceBuilder.calls.computeIfAbsent(delta.index(), _ -> new ToolCallBuilder());
        delta.id().ifPresent(id -> toolCallBuilder.id = id);
        delta.name().ifPresent(name -> toolCallBuilder.name = name);
        toolCallBuilder.arguments.append(delta.arguments());
    }

    String requestId() {
        return request.id();
    }

    /// What a choice has said so far.
    CharSequence text(int choice) {
        var choiceBuilder = choices.get(choice);
        return choiceBuilder == null ? "" : choiceBuilder.text;
    }

    /// True where nothing was said or called.
    boolean isMute() {
        return choices.values().stream()
                .allMatch(choiceBuilder -> choiceBuilder.text.isEmpty() && choiceBuilder.calls.isEmpty());
    }

    /// True where something was said.
    boolean hasBegun() {
        return !choices.isEmpty();
    }

    /// True when every choice that was begun has said why it ended.
    boolean finished() {
        return !choices.isEmpty() && choices.values().stream().allMatch(choiceBuilder -> choiceBuilder.finish != null);
    }

    /// The tokens that were used so far: as reported, else estimated and marked so; none where nothing was said.
    Usage usage() {
        if (usage == null) return choices.isEmpty() ? Usage.NONE : estimated();
        // The texts are only counted where something is missing.
        return usage.completed(usage.isWhole() && usage.isPositive() ? Usage.NONE : estimated());
    }

    private Usage estimated() {
        return rates.estimated(model.id(), request, said());
    }

    private TokenTally said() {
        var tally = new TokenTally().addProse(thoughtLetters);
        for (var choiceBuilder : choices.values()) {
            tally.add(choiceBuilder.text);
            for (var toolCallBuilder : choiceBuilder.calls.values())
                tally.add(toolCallBuilder.name).add(toolCallBuilder.arguments);
        }
        return tally;
    }

    Answer answer(Optional<Body> body) {
        var spoken = choices.entrySet().stream()
                .map(entry -> choice(entry.getKey(), entry.getValue()))
                .toList();
        return new Answer(spoken, usage(), body, TokenChance.confidence(chances));
    }

    private static Answer.Choice choice(int index, ChoiceBuilder choiceBuilder) {
        var calls = choiceBuilder.calls.values().stream()
                .map(toolCallBuilder ->
                        new ToolCall(toolCallBuilder.id, toolCallBuilder.name, toolCallBuilder.arguments.toString()))
                .toList();
        var finish = choiceBuilder.finish;
        return new Answer.Choice(
                index,
                choiceBuilder.text.toString(),
                calls,
                finish == null ? Finish.OTHER : finish,
                choiceBuilder.reasoning.toString());
    }
}
