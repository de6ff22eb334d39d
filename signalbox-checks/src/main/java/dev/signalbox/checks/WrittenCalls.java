package dev.signalbox.checks;

import dev.signalbox.standard.check.Fences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Calls of tools that a model wrote into its text, in the form of its training, since its server did not read them:
///
/// - `<tool_call>{"name": …, "arguments": …}</tool_call>` (Hermes, Qwen), one or several
/// - `<function=NAME>{…}</function>` (Llama), and with `<parameter=NAME>…</parameter>` inside (Qwen3-Coder)
/// - `[TOOL_CALLS] [{"name": …, "arguments": …}]` and `[TOOL_CALLS]NAME{…}` (Mistral)
/// - `[name(argument="value")]`, with or without `<|python_tag|>` (Llama 3.2 and 4)
/// - the same JSON alone or as the only code block
///
/// What stands around the marked forms stays the answer's text. The others must be all there is.
///
/// @param calls in their order, at least one
/// @param rest the text without them
record WrittenCalls(List<WrittenCall> calls, String rest) {
    private static final int CHARS_MAX = 200_000;
    private static final int CALLS_MAX = 64;

    private static final Pattern TAGGED = Pattern.compile("<tool_call>([^\\x00]*?)(?:</tool_call>|\\z)");
    private static final Pattern FUNCTION =
            Pattern.compile("<function=([\\w.-]{1,100})>([^\\x00]*?)(?:</function>|\\z)");
    private static final Pattern PARAMETER =
            Pattern.compile("\\s*<parameter=([\\w.-]{1,100})>([^\\x00]*?)</parameter>\\s*");
    private static final Pattern MISTRAL = Pattern.compile("\\[TOOL_CALLS\\]\\s*([^\\x00]*)");
    private static final Pattern MISTRAL_NAMED =
            Pattern.compile("([\\w.-]{1,100})(?:\\[CALL_ID\\]\\w{1,40})?(?:\\[ARGS\\])?\\s*(\\{[^\\x00]*)");
    private static final String PYTHON_TAG = "<|python_tag|>";

    /// @param arguments JSON, or what stands in its place
    /// @param typed whether the arguments' values have their types; where not, all of them are texts
    record WrittenCall(String name, String arguments, boolean typed) {
        WrittenCall(String name, String arguments) {
            this(name, arguments, true);
        }
    }

    /// The calls in a text; empty where it holds none, or something that is like one and cannot be read.
    static Optional<WrittenCalls> in(String text) {
        if (text.length() > CHARS_MAX) return Optional.empty();
        if (text.contains("<tool_call>")) return marked(text, TAGGED, WrittenCalls::tagged);
        if (text.contains("<function=")) return marked(text, FUNCTION, WrittenCalls::function);
        if (text.contains("[TOOL_CALLS]")) return marked(text, MISTRAL, WrittenCalls::mistral);
        var bare = text.strip();
        if (bare.startsWith(PYTHON_TAG))
            bare = bare.substring(PYTHON_TAG.length()).strip();
        var alone = Fences.unwrap(bare).strip();
        return json(alone).or(() -> pythonic(alone)).map(calls -> new WrittenCalls(calls, ""));
    }

    private interface Reading {
        Optional<List<WrittenCall>> of(Matcher found);
    }

    private static Optional<WrittenCalls> marked(String text, Pattern pattern, Reading reading) {
        var calls = new ArrayList<WrittenCall>();
        var rest = new StringBuilder();
        int at = 0;
        for (var found = BoundedText.matcher(pattern, text); found.find(); at = found.end()) {
            var read = reading.of(found);
            if (read.isEmpty() || calls.size() + read.get().size() > CALLS_MAX) return Optional.empty();
            calls.addAll(read.get());
            rest.append(text, at, found.start());
        }
        if (calls.isEmpty()) return Optional.empty();
        return Optional.of(new WrittenCalls(
                List.copyOf(calls), rest.append(text.substring(at)).toString().strip()));
    }

    private static Optional<List<WrittenCall>> tagged(Matcher found) {
        var inside = found.group(1).strip();
        if (!inside.startsWith("<function=")) return json(inside);
        return marked(inside, FUNCTION, WrittenCalls::function)
                .filter(written -> written.rest().isEmpty())
                .map(WrittenCalls::calls);
    }

    private static Optional<List<WrittenCall>> function(Matcher found) {
        var inside = found.group(2).strip();
        if (inside.startsWith("{")) return Optional.of(List.of(new WrittenCall(found.group(1), inside)));
        var arguments = JsonText.MAPPER.createObjectNode();
        int at = 0;
        var parameter = BoundedText.matcher(PARAMETER, inside);
        while (at < inside.length()) {
            if (!parameter.region(at, inside.length()).lookingAt()) return Optional.empty();
            arguments.put(parameter.group(1), unframed(parameter.group(2)));
            at = parameter.end();
        }
        return Optional.of(List.of(new WrittenCall(found.group(1), arguments.toString(), false)));
    }

    /// Without the line feeds between a value and its marks.
    private static String unframed(String value) {
        int start = value.startsWith("\n") ? 1 : 0;
        int end = value.length() - (value.length() > start && value.endsWith("\n") ? 1 : 0);
        return value.substring(start, end);
    }

    private static Optional<List<WrittenCall>> mistral(Matcher found) {
        var calls = new ArrayList<WrittenCall>();
        for (var each : found.group(1).split("\\[TOOL_CALLS\\]", -1)) {
            var one = each.strip();
            var named = BoundedText.matcher(MISTRAL_NAMED, one);
            var read = named.matches()
                    ? Optional.of(List.of(
                            new WrittenCall(named.group(1), named.group(2).strip())))
                    : json(one);
            if (read.isEmpty()) return Optional.empty();
            calls.addAll(read.get());
        }
        return Optional.of(calls);
    }

    private static Optional<List<WrittenCall>> pythonic(String text) {
        if (!text.startsWith("[") || !text.endsWith("]")) return Optional.empty();
        var reader = new LiteralReader(text, 1);
        var calls = new ArrayList<WrittenCall>();
        do {
            var call = reader.afterSpaces().namedCall();
            if (call.isEmpty() || calls.size() == CALLS_MAX) return Optional.empty();
            var object = JsonText.MAPPER.createObjectNode();
            for (var argument : call.get().arguments().entrySet()) {
                var value = argument.getValue().json();
                if (value.isEmpty()) return Optional.empty();
                object.set(argument.getKey(), JsonText.MAPPER.valueToTree(value.get()));
            }
            calls.add(new WrittenCall(call.get().function(), object.toString()));
        } while (reader.afterSpaces().take(","));
        return reader.afterSpaces().take("]") && reader.at() == text.length() ? Optional.of(calls) : Optional.empty();
    }

    /// `{"name": …, "arguments": …}`, in any of the shapes in which models write it, or a list of such.
    private static Optional<List<WrittenCall>> json(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) return Optional.empty();
        if (!(JsonText.read(text) instanceof JsonText.Read.Value(var node))) return Optional.empty();
        var list = node.path("tool_calls").isArray() && node.size() == 1 ? node.path("tool_calls") : node;
        var calls = new ArrayList<WrittenCall>();
        for (var each : list.isArray() ? list.values() : List.of(list)) {
            var call = call(each.path("function").isObject() ? each.path("function") : each);
            if (call.isEmpty() || calls.size() == CALLS_MAX) return Optional.empty();
            calls.add(call.get());
        }
        return calls.isEmpty() ? Optional.empty() : Optional.of(calls);
    }

    private static Optional<WrittenCall> call(JsonNode node) {
        for (var key : new String[] {"name", "function", "tool"}) {
            for (var field : new String[] {"arguments", "parameters", "args", "input"}) {
                var arguments = node.path(field);
                if (!node.path(key).isString() || arguments.isMissingNode()) continue;
                var text = arguments.isString() ? arguments.stringValue() : arguments.toString();
                return Optional.of(new WrittenCall(node.path(key).stringValue(), text));
            }
        }
        return Optional.empty();
    }
}
