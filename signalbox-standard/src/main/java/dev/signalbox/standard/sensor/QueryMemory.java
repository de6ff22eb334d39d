package dev.signalbox.standard.sensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.Signals;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The [QuerySensors] with a memory: what they said of a query they say again where it is asked again.
///
/// This much of a decision can be kept. What a model is believed to be worth moves with every outcome, and budget,
/// health and the dial with every request, so that is always asked anew. A memory belongs to one set of settings
/// and ends with them; nothing is shared between tenants.
///
/// Thread-safe. Of two who ask the same at once, both read it.
public final class QueryMemory implements Sensor<ReceivedMoment> {
    /// What signals take beside the text.
    private static final int OVERHEAD_BYTES = 4_000;

    private static final Set<String> TAGS = Set.of(TaskSensor.TAG, GroupSensor.GROUP.name());

    private final List<Sensor<ReceivedMoment>> sensors = QuerySensors.inOrder();
    private final Cache<Query, List<Signal<?>>> said;

    /// @param tags those that a sensor reads: others may differ each time
    /// @param sum the SHA-256 of turns and tools
    private record Query(String tenant, Request.Options options, Map<String, String> tags, ByteBuffer sum) {}

    /// @param bytesMax about how much memory it may take
    public QueryMemory(long bytesMax) {
        this.said = Caffeine.newBuilder()
                .maximumWeight(bytesMax)
                .weigher(QueryMemory::bytes)
                // Its book-keeping takes less time than handing it to another thread.
                .executor(Runnable::run)
                .build();
    }

    private static int bytes(Query query, List<Signal<?>> signals) {
        int bytes = OVERHEAD_BYTES;
        for (var signal : signals) if (signal.value() instanceof String text) bytes += Character.BYTES * text.length();
        return bytes;
    }

    @Override
    public String name() {
        return "query";
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        var query = query(moment.request());
        var before = said.getIfPresent(query);
        if (before != null) return before;
        var signals = Signals.NONE;
        for (var sensor : sensors) signals = signals.with(sensor.sense(moment, signals));
        var all = signals.all();
        said.put(query, all);
        return all;
    }

    /// All that the sensors read. Of a picture that is only that there is one.
    private static Query query(Request request) {
        var sum = sha256();
        for (var message : request.messages()) {
            add(sum, message.role().name());
            for (var part : message.parts()) {
                switch (part) {
                    case Part.Text(var text) -> add(sum, "text", text);
                    case Part.Media media -> add(sum, "media", media.kind().name());
                    case Part.Other(var type) -> add(sum, "other", type);
                }
            }
            for (var call : message.toolCalls()) add(sum, "call", call.name(), call.arguments());
            message.toolCallId().ifPresent(id -> add(sum, "result", id));
        }
        for (var tool : request.tools()) {
            add(sum, "tool", tool.name());
            var definition = tool.definition();
            sum.update(definition.array(), definition.offset(), definition.length());
        }
        var tags = new HashMap<>(request.tags());
        tags.keySet().retainAll(TAGS);
        return new Query(request.tenant(), request.options(), tags, ByteBuffer.wrap(sum.digest()));
    }

    /// Texts and their lengths, so that no two rows of texts are the same bytes.
    private static void add(MessageDigest sum, String... texts) {
        for (var text : texts) {
            var bytes = text.getBytes(UTF_8);
            sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            sum.update(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
