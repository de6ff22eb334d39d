package dev.signalbox.gateway.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.JsonMould;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.gateway.openai.ChatWriter.Naming;
import dev.signalbox.gateway.openai.ChunkFacts.ChoiceFacts;
import dev.signalbox.gateway.openai.ChunkFacts.ToolFacts;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One streamed answer as OpenAI's clients need it, whatever the provider sent: one id, model and time of creation;
/// one role and one reason to finish per choice; tool calls that are named once; the usage where it was asked for;
/// `[DONE]` after a good end and never after a bad one.
///
/// A provider's chunk that keeps to this goes on byte by byte. One that does not is mended: its fields are
/// kept, but for those that break the rules. What a provider adds to a choice after having finished it is
/// dropped.
///
/// Confined to the thread of the request's walk.
public final class ChatStream {
    private static final byte[] DATA = "data: ".getBytes(UTF_8);
    private static final byte[] END = "\n\n".getBytes(UTF_8);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(UTF_8);
    private static final byte[] NOTHING = {};
    private static final String OBJECT = "chat.completion.chunk";

    private final UsageReporting usageReporting;
    private final ArrayList<ChoiceState> choices = new ArrayList<>(1);
    private Naming naming;
    private String id;
    private long created;
    private String model;
    private boolean opened;
    private @Nullable JsonNode usage;
    /// The provider's own last chunk, which may tell more than the usage.
    private @Nullable ObjectNode usageChunk;
    /// Of the last chunk, where it was in order and text alone: what fits it is in order, too.
    private @Nullable JsonMould mould;

    /// @param naming what the stream calls itself where the provider does not name it
    public ChatStream(Naming naming, UsageReporting usageReporting) {
        this.naming = naming;
        this.id = naming.completionId();
        this.created = naming.created().getEpochSecond();
        this.model = naming.model();
        this.usageReporting = usageReporting;
    }

    /// Which model speaks. Before the first event.
    public void opening(String model) {
        naming = new Naming(naming.id(), naming.created(), model);
        this.model = model;
    }

    /// The events for a chunk; no bytes where the client need not hear of it.
    public byte[] event(Chunk chunk) {
        var body = chunk.body()
                .filter(kept -> kept.dialect().equals(Body.OPENAI_CHAT))
                .map(Body::json);
        if (body.isPresent() && mould != null && mould.fill(body.get()) != null) return event(body.get());
        mould = null;
        if (body.isEmpty()) return mended(ChatWriter.chunk(chunk));
        var facts = ChunkFacts.of(body.get());
        if (facts.isEmpty()) return mended(ChatWriter.chunk(chunk));
        adopt(facts.get());
        if (conforms(facts.get())) {
            note(facts.get());
            mould = JsonMould.of(body.get(), facts.get().soleContentAt()).orElse(null);
            return event(body.get());
        }
        return ChatWriter.tree(body.get()) instanceof ObjectNode tree ? mended(tree) : NOTHING;
    }

    /// What is left to say at a good end: choices that were not streamed, reasons to finish, the usage, what it cost,
    /// `[DONE]`.
    ///
    /// @param costUsd what all calls for the answer cost, as a decimal number
    public byte[] ending(Answer answer, String costUsd) {
        var out = new ByteArrayOutputStream();
        for (var choice : answer.choices()) {
            var state = choice(choice.index());
            if (!state.opened) {
                for (var chunk : ChatWriter.chunks(choice)) out.writeBytes(event(chunk));
            } else if (!state.finished) {
                out.writeBytes(event(ChatWriter.finish(choice.index(), reason(choice))));
            }
        }
        for (var state : List.copyOf(choices)) {
            if (state.opened && !state.finished) out.writeBytes(event(ChatWriter.finish(state.index, Finish.OTHER)));
        }
        if (usageReporting != UsageReporting.NOWHERE) {
            var root = usageChunk == null ? JsonNodeFactory.instance.objectNode() : usageChunk;
            name(root);
            root.putArray("choices");
            root.set("usage", usage == null ? ChatWriter.usage(answer.usage()) : usage);
            root.putObject("signalbox").put("cost_usd", new BigDecimal(costUsd));
            out.writeBytes(event(Json.of(ChatWriter.bytes(root))));
        }
        out.writeBytes((": x-signalbox-cost-usd " + costUsd + "\n\n").getBytes(UTF_8));
        out.writeBytes(DONE);
        return out.toByteArray();
    }

    /// Where the provider gave no reason, tool calls are one.
    private static Finish reason(Answer.Choice choice) {
        boolean calls = choice.finish() == Finish.OTHER && !choice.toolCalls().isEmpty();
        return calls ? Finish.TOOLS : choice.finish();
    }

    /// The first chunk that names itself names the stream.
    private void adopt(ChunkFacts facts) {
        if (opened || facts.id().isEmpty()) return;
        id = facts.id();
        if (facts.created() >= 0) created = facts.created();
        if (!facts.model().isEmpty()) model = facts.model();
    }

    private boolean conforms(ChunkFacts facts) {
        if (!facts.oneLine()
                || facts.usage()
                || facts.choices().isEmpty()
                || facts.choices().get().isEmpty()
                || facts.created() != created
                || !facts.object().equals(OBJECT)
                || !facts.id().equals(id)
                || !facts.model().equals(model)) return false;
        var each = facts.choices().get();
        for (int i = 0; i < each.size(); i++) {
            if (!conforms(each.get(i))) return false;
            for (int j = 0; j < i; j++) {
                if (each.get(j).index() == each.get(i).index()) return false;
            }
        }
        return true;
    }

    private boolean conforms(ChoiceFacts facts) {
        if (!facts.inOrder()) return false;
        var state = choice(facts.index());
        if (state.finished || facts.role() == state.opened) return false;
        for (var tool : facts.tools()) {
            if (!conforms(tool, state)) return false;
        }
        return facts.tools().size() < 2 || distinct(facts);
    }

    private static boolean conforms(ToolFacts facts, ChoiceState state) {
        return facts.index() >= 0
                && facts.arguments()
                && (state.tools.contains(facts.index()) ? facts.bare() : facts.named());
    }

    private static boolean distinct(ChoiceFacts facts) {
        return facts.tools().stream().map(ToolFacts::index).distinct().count()
                == facts.tools().size();
    }

    private void note(ChunkFacts facts) {
        opened = true;
        for (var each : facts.choices().orElseThrow()) {
            var state = choice(each.index());
            state.opened = true;
            state.finished = each.finished();
            for (var tool : each.tools()) state.tools.add(tool.index());
        }
    }

    private byte[] mended(ObjectNode chunk) {
        var used = chunk.remove("usage");
        if (used != null && used.isObject()) usage = used;
        if (used != null && chunk.path("choices").isEmpty()) usageChunk = chunk;
        var kept = JsonNodeFactory.instance.arrayNode();
        if (chunk.get("choices") instanceof ArrayNode each) {
            for (var node : each) {
                if (node instanceof ObjectNode choice && mend(choice)) kept.add(choice);
            }
        }
        if (kept.isEmpty()) return NOTHING;
        opened = true;
        name(chunk);
        chunk.set("choices", kept);
        if (used != null && used.isObject() && usageReporting == UsageReporting.IN_EVERY_CHUNK)
            chunk.set("usage", used);
        return event(Json.of(ChatWriter.bytes(chunk)));
    }

    private boolean mend(ObjectNode choice) {
        int index = Math.max(0, choice.path("index").asInt(0));
        var state = choice(index);
        if (state.finished) return false;
        choice.put("index", index);
        state.mend(choice, naming.id() + "_" + index);
        return true;
    }

    private void name(ObjectNode chunk) {
        chunk.put("id", id).put("object", OBJECT).put("created", created).put("model", model);
    }

    private ChoiceState choice(int index) {
        for (var state : choices) {
            if (state.index == index) return state;
        }
        var state = new ChoiceState(index);
        choices.add(state);
        return state;
    }

    /// One event. A bad end is an error in one, and nothing after it.
    public static byte[] event(Json json) {
        var bytes = new byte[DATA.length + json.length() + END.length];
        System.arraycopy(DATA, 0, bytes, 0, DATA.length);
        System.arraycopy(json.array(), json.offset(), bytes, DATA.length, json.length());
        System.arraycopy(END, 0, bytes, DATA.length + json.length(), END.length);
        return bytes;
    }
}
