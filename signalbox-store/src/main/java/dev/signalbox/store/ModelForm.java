package dev.signalbox.store;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Model;
import dev.signalbox.model.Model.Manner;
import dev.signalbox.model.Model.Prior;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector.Option;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// How an event speaks of models: by id, and by what tells which model that id meant at the time. And of what was
/// believed of each.
interface ModelForm {
    /// Adds to an open object.
    void write(JsonGenerator json, Model model);

    /// @throws IllegalArgumentException where the object names no model that is known
    Model read(JsonNode node);

    /// Adds a value.
    ///
    /// @param options each a call of one model
    void writeOptions(JsonGenerator json, List<Option> options);

    List<Option> readOptions(JsonNode node);

    /// The model itself, in every object that speaks of it, and all numbers as numbers.
    ModelForm WHOLE = new ModelForm() {
        @Override
        public void write(JsonGenerator json, Model model) {
            json.writeStringProperty("model", model.id());
            json.writeName("details");
            details(json, model);
        }

        @Override
        public Model read(JsonNode node) {
            return details(node.required("model").stringValue(), node.required("details"));
        }

        @Override
        public void writeOptions(JsonGenerator json, List<Option> options) {
            json.writeStartArray();
            for (var option : options) {
                json.writeStartObject();
                write(json, called(option));
                belief(json, "quality", option.estimate().quality());
                belief(json, "costUsd", option.estimate().costUsd());
                belief(json, "latencyMs", option.estimate().latencyMs());
                json.writeEndObject();
            }
            json.writeEndArray();
        }

        @Override
        public List<Option> readOptions(JsonNode node) {
            return node.valueStream()
                    .map(option -> new Option(
                            new Plan.Call(read(option)),
                            new Estimate(
                                    belief(option.required("quality")),
                                    belief(option.required("costUsd")),
                                    belief(option.required("latencyMs")))))
                    .toList();
        }
    };

    /// The model of an option that is a call.
    static Model called(Option option) {
        return ((Plan.Call) option.plan()).model();
    }

    /// Mean and deviation.
    static void belief(JsonGenerator json, String name, Belief belief) {
        json.writeArrayPropertyStart(name);
        Numbers.write(json, belief.mean());
        Numbers.write(json, belief.deviation());
        json.writeEndArray();
    }

    static Belief belief(JsonNode node) {
        return new Belief(Numbers.number(node.required(0)), Numbers.number(node.required(1)));
    }

    /// Everything but the id.
    static void details(JsonGenerator json, Model model) {
        json.writeStartObject();
        json.writeStringProperty("provider", model.provider());
        json.writeStringProperty("upstream", model.upstream());
        json.writeArrayPropertyStart("price");
        Numbers.write(json, model.price().input());
        Numbers.write(json, model.price().cachedInput());
        Numbers.write(json, model.price().output());
        json.writeEndArray();
        Numbers.write(json, "contextTokens", model.contextTokens());
        json.writeArrayPropertyStart("can");
        model.can().stream().map(Enum::name).sorted().forEach(json::writeString);
        json.writeEndArray();
        if (model.region().isPresent()) {
            json.writeStringProperty("region", model.region().get());
        }
        Numbers.write(json, "quality", model.prior().quality());
        Numbers.write(json, "firstTokenMs", model.prior().firstTokenMs());
        Numbers.write(json, "tokensPerSecond", model.prior().tokensPerSecond());
        manner(json, model.manner());
        json.writeEndObject();
    }

    private static void manner(JsonGenerator json, Manner manner) {
        if (manner.effort().isPresent()) {
            json.writeStringProperty("effort", manner.effort().get());
        }
        if (manner.instruction().isPresent()) {
            json.writeStringProperty("instruction", manner.instruction().get());
        }
        if (manner.planFirst()) json.writeBooleanProperty("planFirst", true);
    }

    static Model details(String id, JsonNode node) {
        var price = node.required("price");
        return new Model(
                id,
                node.required("provider").stringValue(),
                node.required("upstream").stringValue(),
                new Price(
                        Numbers.number(price.required(0)),
                        Numbers.number(price.required(1)),
                        Numbers.number(price.required(2))),
                Numbers.optionalInt(node, "contextTokens"),
                node.required("can")
                        .valueStream()
                        .map(can -> Capability.valueOf(can.stringValue()))
                        .collect(Collectors.toSet()),
                node.optional("region").map(JsonNode::stringValue),
                new Prior(
                        Numbers.optional(node, "quality"),
                        Numbers.number(node.required("firstTokenMs")),
                        Numbers.number(node.required("tokensPerSecond"))),
                new Manner(
                        node.optional("effort").map(JsonNode::stringValue),
                        node.optional("instruction").map(JsonNode::stringValue),
                        node.path("planFirst").booleanValue(false)));
    }
}
