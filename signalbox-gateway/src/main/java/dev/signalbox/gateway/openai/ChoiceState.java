package dev.signalbox.gateway.openai;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How far one choice of a stream has come, and how a delta that does not follow is mended.
final class ChoiceState {
    final int index;
    final Set<Integer> tools = new LinkedHashSet<>();
    boolean opened;
    boolean finished;
    private int lastTool = -1;

    ChoiceState(int index) {
        this.index = index;
    }

    /// @param prefix begins the ids of tool calls that the provider gave none
    void mend(ObjectNode choice, String prefix) {
        var delta = choice.get("delta") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        choice.set("delta", delta);
        if (opened) delta.remove("role");
        else delta.put("role", "assistant");
        if (!opened && !delta.has("content")) delta.put("content", "");
        opened = true;
        if (delta.get("tool_calls") instanceof ArrayNode calls) {
            var mended = JsonNodeFactory.instance.arrayNode();
            for (var call : calls) {
                if (call instanceof ObjectNode one) mended.add(mendTool(one, prefix));
            }
            delta.set("tool_calls", mended);
        }
        var reason = choice.path("finish_reason");
        if (reason.isString() && !reason.asString().isEmpty()) finished = true;
        else choice.putNull("finish_reason");
    }

    private ObjectNode mendTool(ObjectNode call, String prefix) {
        int at = toolIndex(call);
        lastTool = at;
        call.put("index", at);
        var function = call.get("function") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        if (!call.path("type").asString("function").equals("custom")) {
            call.set("function", function);
            if (!function.path("arguments").isString()) function.put("arguments", "");
        }
        if (tools.add(at)) {
            if (call.path("id").asString("").isEmpty()) call.put("id", "call_" + prefix + "_" + at);
            if (call.path("type").asString("").isEmpty()) call.put("type", "function");
        } else {
            call.remove("id");
            call.remove("type");
            function.remove("name");
        }
        return call;
    }

    /// Its own index; without one, a call that brings an id or a name is the next, and one without lengthens the last.
    private int toolIndex(ObjectNode call) {
        var given = call.path("index");
        if (given.isIntegralNumber() && given.asInt() >= 0) return given.asInt();
        var begins = !call.path("id").asString("").isEmpty()
                || !call.path("function").path("name").asString("").isEmpty();
        return begins || lastTool < 0 ? tools.size() : lastTool;
    }
}
