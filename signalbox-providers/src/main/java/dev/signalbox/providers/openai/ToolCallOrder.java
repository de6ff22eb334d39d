package dev.signalbox.providers.openai;

import dev.signalbox.chat.Chunk.ToolCallDelta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Which call the fragments of a choice's streamed tool calls belong to. OpenAI's server gives each call an index, from
/// 0 upward, and names it once; others leave the index out, give every call the same one, begin with 1, repeat id and
/// name in each fragment, or repeat the whole call at the end.
///
/// A new id begins a call, a known id goes on with its call, whatever the index says; without an id the index tells,
/// and without both a name begins a call and all else lengthens the last one.
///
/// Confined to one call.
final class ToolCallOrder {
    private final String prefix;
    private final List<OrderedToolCall> calls = new ArrayList<>(2);
    private final Map<String, OrderedToolCall> byId = new HashMap<>();
    /// The latest call under each index that the server gave.
    private final Map<Integer, OrderedToolCall> byIndex = new HashMap<>();
    private @Nullable OrderedToolCall last;

    /// @param prefix is in the ids of calls to which the server gave none, so that no other request has the same
    ToolCallOrder(String prefix) {
        this.prefix = prefix;
    }

    private static final class OrderedToolCall {
        final int index;
        String id = "";
        boolean named;
        final StringBuilder arguments = new StringBuilder();

        OrderedToolCall(int index) {
            this.index = index;
        }

        boolean isWhole() {
            return AnswerNormalizer.isWholeJson(arguments.toString());
        }
    }

    /// Whether the fragments are in OpenAI's own form and order: the next index with id and name, or the index of a
    /// call with neither. Takes note of them where all are.
    boolean follows(List<ToolCallDelta> fragments) {
        int next = calls.size();
        for (var fragment : fragments) {
            boolean begins = fragment.id().isPresent() && fragment.name().isPresent();
            boolean bare = fragment.id().isEmpty() && fragment.name().isEmpty();
            if (begins
                    && fragment.index() == next
                    && !byId.containsKey(fragment.id().get())) next++;
            else if (!bare || fragment.index() < 0 || fragment.index() >= next || isReordered(fragment.index())) {
                return false;
            }
        }
        for (var fragment : fragments) {
            var orderedToolCall = fragment.index() < calls.size()
                    ? calls.get(fragment.index())
                    : begin(fragment.index(), fragment.id().orElse(""));
            orderedToolCall.named = true;
            orderedToolCall.arguments.append(fragment.arguments());
            last = orderedToolCall;
        }
        return true;
    }

    /// Whether the server's index means another call than the one of this place.
    private boolean isReordered(int index) {
        var meant = byIndex.get(index);
        return meant != null && meant.index != index;
    }

    /// The fragments in OpenAI's form.
    ArrayNode normal(ArrayNode fragments) {
        var normal = AnswerNormalizer.array();
        for (var node : fragments) {
            if (node instanceof ObjectNode fragment) normal(fragment).ifPresent(normal::add);
        }
        return normal;
    }

    private Optional<ObjectNode> normal(ObjectNode fragment) {
        var function = fragment.get("function") instanceof ObjectNode given ? given : AnswerNormalizer.object();
        var arguments = AnswerNormalizer.arguments(function.path("arguments"));
        var id = fragment.path("id").asString("");
        var name = function.path("name").asString("");
        int given = fragment.path("index").isIntegralNumber()
                ? fragment.path("index").asInt(-1)
                : -1;

        var known = find(id, given, name, arguments);
        if (known != null && isRepetition(known, name, arguments)) return Optional.empty();
        var orderedToolCall = known == null ? begin(given, id) : known;
        last = orderedToolCall;
        if (!fragment.path("type").asString("function").equals("custom")) {
            function.put("arguments", arguments);
            fragment.set("function", function);
        }
        orderedToolCall.arguments.append(arguments);
        fragment.put("index", orderedToolCall.index);
        if (known == null) {
            fragment.put("id", orderedToolCall.id);
            if (fragment.path("type").asString("").isEmpty()) fragment.put("type", "function");
        } else {
            fragment.remove("id");
            fragment.remove("type");
        }
        if (orderedToolCall.named) function.remove("name");
        else if (!name.isEmpty()) orderedToolCall.named = true;
        return Optional.of(fragment);
    }

    /// The call that a fragment goes on with; null where it begins one.
    private @Nullable OrderedToolCall find(String id, int given, String name, String arguments) {
        var byItsId = id.isEmpty() ? null : byId.get(id);
        if (byItsId != null) {
            // Servers that give every call the same id tell them apart by the index, or by beginning anew.
            boolean another = given >= 0 && !byIndex.containsKey(given) && !name.isEmpty();
            return another || beginsAnew(byItsId, name, arguments) ? null : byItsId;
        }
        if (!id.isEmpty()) {
            // A call that came without its id may be given it later.
            var unnamed = given >= 0 ? byIndex.get(given) : null;
            return unnamed != null && unnamed.id.isEmpty() && name.isEmpty() ? unnamed : null;
        }
        if (given >= 0) {
            var orderedToolCall = byIndex.get(given);
            return orderedToolCall == null || beginsAnew(orderedToolCall, name, arguments) ? null : orderedToolCall;
        }
        return last == null || (!name.isEmpty() && last.named) ? null : last;
    }

    /// A name where one is known, after arguments that are whole: another call in the guise of a known one.
    private static boolean beginsAnew(OrderedToolCall orderedToolCall, String name, String arguments) {
        return !name.isEmpty()
                && orderedToolCall.named
                && orderedToolCall.isWhole()
                && !arguments.isEmpty()
                && !arguments.contentEquals(orderedToolCall.arguments);
    }

    /// The whole call once more, as some servers end a stream.
    private static boolean isRepetition(OrderedToolCall orderedToolCall, String name, String arguments) {
        return !name.isEmpty()
                && orderedToolCall.named
                && !arguments.isEmpty()
                && arguments.contentEquals(orderedToolCall.arguments);
    }

    private OrderedToolCall begin(int given, String id) {
        var orderedToolCall = new OrderedToolCall(calls.size());
        // Ids tell calls apart, so each has one and no two have the same.
        orderedToolCall.id = id.isEmpty() || byId.containsKey(id)
                ? unused(id.isEmpty() ? "call_" + prefix : id, orderedToolCall.index)
                : id;
        calls.add(orderedToolCall);
        byId.put(orderedToolCall.id, orderedToolCall);
        if (given >= 0) byIndex.put(given, orderedToolCall);
        return orderedToolCall;
    }

    private String unused(String id, int index) {
        var candidate = id + "_" + index;
        for (int more = 2; byId.containsKey(candidate); more++) candidate = id + "_" + index + "_" + more;
        return candidate;
    }

    /// The calls of a whole answer: each with its arguments as a string, an id of its own and a type, and no index.
    static ArrayNode whole(ArrayNode calls, String prefix) {
        var normal = AnswerNormalizer.array();
        var ids = new ToolCallOrder(prefix);
        for (var node : calls) {
            if (!(node instanceof ObjectNode call)) continue;
            call.put("id", ids.begin(-1, call.path("id").asString("")).id);
            if (call.path("type").asString("").isEmpty()) call.put("type", "function");
            if (!call.path("type").asString("").equals("custom")) {
                var function = call.get("function") instanceof ObjectNode given ? given : AnswerNormalizer.object();
                function.put("arguments", AnswerNormalizer.arguments(function.path("arguments")));
                call.set("function", function);
            }
            normal.add(call);
        }
        return normal;
    }
}
