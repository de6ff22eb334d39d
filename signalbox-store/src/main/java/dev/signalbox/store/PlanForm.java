package dev.signalbox.store;

import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Acceptance;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Carry;
import dev.signalbox.plan.Plan.Exhausted;
import dev.signalbox.plan.Policy;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.plan.Watching;
import dev.signalbox.signal.Condition;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// Plans in JSON: `{"do": "call", …}` and so on, what is usual left out. Options that are all calls of one
/// model, as most are, are written by the [ModelForm] in its short way.
record PlanForm(ModelForm models, StoredChatWriter chat) {
    void write(JsonGenerator json, Plan plan) {
        json.writeStartObject();
        switch (plan) {
            case Plan.Call(var model) -> {
                json.writeStringProperty("do", "call");
                models.write(json, model);
            }
            case Plan.Cascade cascade -> {
                json.writeStringProperty("do", "cascade");
                if (cascade.exhausted() != Exhausted.FAIL) {
                    json.writeStringProperty("exhausted", cascade.exhausted().name());
                }
                json.writeArrayPropertyStart("stages");
                for (var stage : cascade.stages()) stage(json, stage);
                json.writeEndArray();
            }
            case Plan.Decompose(var splitter, var joiner, var partsMax) -> {
                json.writeStringProperty("do", "decompose");
                json.writeNumberProperty("partsMax", partsMax);
                object(json, "splitter", splitter);
                if (joiner.isPresent()) object(json, "joiner", joiner.get());
            }
            case Plan.Loop(var policy, var callsMax) -> {
                json.writeStringProperty("do", "loop");
                json.writeNumberProperty("callsMax", callsMax);
                policy(json, policy);
            }
            case Plan.Fuse(var branches, var fusion) -> {
                json.writeStringProperty("do", "fuse");
                FusionForm.write(json, fusion, models);
                json.writeArrayPropertyStart("branches");
                for (var branch : branches) write(json, branch);
                json.writeEndArray();
            }
            case Plan.Reply(var answer, var origin) -> {
                json.writeStringProperty("do", "reply");
                chat.answer(json, "answer", answer);
                origin.ifPresent(from -> origin(json, from));
            }
        }
        json.writeEndObject();
    }

    private void policy(JsonGenerator json, Policy policy) {
        switch (policy) {
            case Policy.CascadeRouting(var options, var utility, var accepts) -> {
                json.writeStringProperty("by", "supermodel");
                ways(json, "options", options);
                Numbers.write(json, "perDollar", utility.perDollar());
                Numbers.write(json, "perSecond", utility.perSecond());
                accepts(json, accepts);
            }
            case Policy.Orchestrate(var leader, var callable) -> {
                json.writeStringProperty("by", "leader");
                object(json, "leader", leader);
                json.writeArrayPropertyStart("callable");
                for (var model : callable) object(json, model);
                json.writeEndArray();
            }
        }
    }

    private void object(JsonGenerator json, String name, Model model) {
        json.writeName(name);
        object(json, model);
    }

    private void object(JsonGenerator json, Model model) {
        json.writeStartObject();
        models.write(json, model);
        json.writeEndObject();
    }

    private static void origin(JsonGenerator json, Plan.Origin origin) {
        json.writeObjectPropertyStart("origin");
        json.writeStringProperty("models", origin.models());
        json.writeStringProperty("request", origin.requestId());
        json.writeStringProperty("likeness", origin.likeness().name());
        json.writeNumberProperty("cosine", origin.cosine());
        json.writeEndObject();
    }

    private static Plan.Origin origin(JsonNode node) {
        return new Plan.Origin(
                node.required("models").stringValue(),
                node.required("request").stringValue(),
                Plan.Likeness.valueOf(node.required("likeness").stringValue()),
                node.optional("cosine").map(JsonNode::doubleValue).orElse(1.0));
    }

    private void stage(JsonGenerator json, Plan.Stage stage) {
        json.writeStartObject();
        json.writeName("plan");
        write(json, stage.plan());
        if (!stage.accept().equals(Condition.ALWAYS)) {
            json.writeName("accept");
            ConditionForm.write(json, stage.accept());
        }
        if (!(stage.hopeless() instanceof Condition.Never)) {
            json.writeName("hopeless");
            ConditionForm.write(json, stage.hopeless());
        }
        if (stage.carry() != Carry.NOTHING) {
            json.writeStringProperty("carry", stage.carry().name());
        }
        if (!stage.watching().equals(Watching.NONE)) {
            json.writeName("watching");
            WatchingForm.write(json, stage.watching());
        }
        if (stage.verify().isPresent()) {
            json.writeObjectPropertyStart("verify");
            models.write(json, stage.verify().get().model());
            json.writeNumberProperty("samples", stage.verify().get().samples());
            json.writeEndObject();
        }
        accepts(json, stage.accepts());
        json.writeEndObject();
    }

    private static void accepts(JsonGenerator json, Acceptance accepts) {
        if (accepts.equals(Acceptance.ASSUMED)) return;
        json.writeObjectPropertyStart("accepts");
        json.writeNumberProperty("good", accepts.ofGood());
        json.writeNumberProperty("bad", accepts.ofBad());
        json.writeEndObject();
    }

    private static Acceptance accepts(JsonNode node) {
        return node.optional("accepts")
                .map(shares -> new Acceptance(
                        shares.required("good").doubleValue(),
                        shares.required("bad").doubleValue()))
                .orElse(Acceptance.ASSUMED);
    }

    /// @throws IllegalArgumentException where the object is no plan that is known
    static Plan read(JsonNode node, ModelForm models) {
        var shape = node.required("do").stringValue();
        return switch (shape) {
            case "call" -> new Plan.Call(models.read(node));
            case "cascade" ->
                new Plan.Cascade(
                        node.required("stages")
                                .valueStream()
                                .map(stage -> stage(stage, models))
                                .toList(),
                        node.optional("exhausted")
                                .map(exhausted -> Exhausted.valueOf(exhausted.stringValue()))
                                .orElse(Exhausted.FAIL));
            case "decompose" ->
                new Plan.Decompose(
                        models.read(node.required("splitter")),
                        node.optional("joiner").map(models::read),
                        node.required("partsMax").intValue());
            case "loop" ->
                new Plan.Loop(policy(node, models), node.required("callsMax").intValue());
            case "fuse" ->
                new Plan.Fuse(
                        node.required("branches")
                                .valueStream()
                                .map(branch -> read(branch, models))
                                .toList(),
                        FusionForm.read(node, models));
            case "reply" ->
                new Plan.Reply(
                        StoredChatReader.answer(node.required("answer")),
                        node.optional("origin").map(PlanForm::origin));
            default -> throw new IllegalArgumentException("unknown plan `%s`".formatted(shape));
        };
    }

    private static Policy policy(JsonNode node, ModelForm models) {
        var by = node.required("by").stringValue();
        return switch (by) {
            case "supermodel" ->
                new Policy.CascadeRouting(
                        ways(node.required("options"), models),
                        new Utility(
                                Numbers.number(node.required("perDollar")), Numbers.number(node.required("perSecond"))),
                        accepts(node));
            case "leader" ->
                new Policy.Orchestrate(
                        models.read(node.required("leader")),
                        node.required("callable")
                                .valueStream()
                                .map(models::read)
                                .toList());
            default -> throw new IllegalArgumentException("unknown policy `%s`".formatted(by));
        };
    }

    private static Plan.Stage stage(JsonNode node, ModelForm models) {
        return new Plan.Stage(
                read(node.required("plan"), models),
                node.optional("accept").map(ConditionForm::read).orElse(Condition.ALWAYS),
                node.optional("hopeless").map(ConditionForm::read).orElseGet(Condition.Never::new),
                node.optional("carry")
                        .map(carry -> Carry.valueOf(carry.stringValue()))
                        .orElse(Carry.NOTHING),
                node.optional("watching").map(WatchingForm::read).orElse(Watching.NONE),
                node.optional("verify")
                        .map(verify -> new Plan.Verify(
                                models.read(verify), verify.required("samples").intValue())),
                accepts(node));
    }

    /// Adds the options as the field `options` where all are calls, else as `ways`.
    void writeOptions(JsonGenerator json, List<Option> options) {
        if (options.stream().allMatch(PlanForm::isPlain)) {
            json.writeName("options");
            models.writeOptions(json, options);
            return;
        }
        ways(json, "ways", options);
    }

    private static boolean isPlain(Option option) {
        return option.strategy().isEmpty() && option.plan() instanceof Plan.Call;
    }

    private void ways(JsonGenerator json, String name, List<Option> options) {
        json.writeArrayPropertyStart(name);
        for (var option : options) {
            json.writeStartObject();
            option.strategy().ifPresent(strategy -> json.writeStringProperty("strategy", strategy));
            json.writeName("plan");
            write(json, option.plan());
            ModelForm.belief(json, "quality", option.estimate().quality());
            ModelForm.belief(json, "costUsd", option.estimate().costUsd());
            ModelForm.belief(json, "latencyMs", option.estimate().latencyMs());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// @param node the event that has the options
    static List<Option> readOptions(JsonNode node, ModelForm models) {
        if (node.has("options")) return models.readOptions(node.get("options"));
        return ways(node.required("ways"), models);
    }

    private static List<Option> ways(JsonNode node, ModelForm models) {
        return node.valueStream()
                .map(way -> new Option(
                        way.optional("strategy").map(JsonNode::stringValue),
                        read(way.required("plan"), models),
                        new Estimate(
                                ModelForm.belief(way.required("quality")),
                                ModelForm.belief(way.required("costUsd")),
                                ModelForm.belief(way.required("latencyMs")))))
                .toList();
    }
}
