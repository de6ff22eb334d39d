package dev.signalbox.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector.Option;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Models by id and version. Each decision speaks of every model it could choose, and their prices and limits hardly
/// ever change: so they are stored once for each form they had, and an event names id and version alone.
///
/// One that writes is used by one thread; [#read] and [#refresh] may be called by any.
final class ModelTable implements ModelForm {
    /// How many models are remembered as written, the latest used. One that was forgotten is found again in the file.
    private static final int REMEMBERED_MAX = 1 << 14;

    /// Quality, cost and latency, each a mean and a deviation.
    private static final int BELIEFS_BYTES = 6 * Double.BYTES;

    private record Key(String id, String version) {}

    /// A model that the file may not have yet.
    private record Row(Key key, String details) {}

    private final JsonMapper mapper = new JsonMapper();
    private final Map<Model, String> versions = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Model, String> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };
    private final List<Row> unwritten = new ArrayList<>();
    private final Map<Key, Model> known = new ConcurrentHashMap<>();
    private volatile long refreshedTo;

    @Override
    public void write(JsonGenerator json, Model model) {
        json.writeStringProperty("model", model.id());
        json.writeStringProperty("version", version(model));
    }

    private String version(Model model) {
        var version = versions.get(model);
        if (version != null) return version;
        var details = details(model);
        var checksum = new CRC32C();
        checksum.update(details.getBytes(UTF_8));
        version = Long.toHexString(checksum.getValue());
        versions.put(model, version);
        unwritten.add(new Row(new Key(model.id(), version), details));
        return version;
    }

    private String details(Model model) {
        var out = new ByteArrayOutputStream();
        try (var json = mapper.createGenerator(out)) {
            ModelForm.details(json, model);
        }
        return out.toString(UTF_8);
    }

    /// Adds what the file does not have yet to an open transaction.
    void insert(Connection connection) throws SQLException {
        if (unwritten.isEmpty()) return;
        try (var insert =
                connection.prepareStatement("INSERT OR IGNORE INTO model (id, version, details) VALUES (?, ?, ?)")) {
            for (var row : unwritten) {
                insert.setString(1, row.key().id());
                insert.setString(2, row.key().version());
                insert.setString(3, row.details());
                insert.executeUpdate();
            }
        }
    }

    /// Writes all models again: another file is written from now on.
    void rewrite() {
        unwritten.clear();
        versions.forEach((model, version) -> unwritten.add(new Row(new Key(model.id(), version), details(model))));
    }

    /// Reads all models again: another file is read from now on.
    void reread() {
        refreshedTo = 0;
    }

    /// The transaction is in the file.
    void committed() {
        unwritten.clear();
    }

    @Override
    public Model read(JsonNode node) {
        return model(node.required("model"), node.required("version"));
    }

    private Model model(JsonNode id, JsonNode version) {
        var key = new Key(id.stringValue(), version.stringValue());
        var model = known.get(key);
        if (model == null) throw new IllegalArgumentException("unknown model `%s`".formatted(key));
        return model;
    }

    /// The models in a row, each its id and its version, and the six numbers of each in one string: as decimals they
    /// would be half of the whole journal, in bytes and in time.
    @Override
    public void writeOptions(JsonGenerator json, List<Option> options) {
        json.writeStartObject();
        json.writeArrayPropertyStart("models");
        var beliefs = ByteBuffer.allocate(options.size() * BELIEFS_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (var option : options) {
            var model = ModelForm.called(option);
            json.writeString(model.id());
            json.writeString(version(model));
            var estimate = option.estimate();
            put(beliefs, estimate.quality());
            put(beliefs, estimate.costUsd());
            put(beliefs, estimate.latencyMs());
        }
        json.writeEndArray();
        json.writeBinaryProperty("beliefs", beliefs.array());
        json.writeEndObject();
    }

    @Override
    public List<Option> readOptions(JsonNode node) {
        var pairs = node.required("models");
        var beliefs = ByteBuffer.wrap(node.required("beliefs").binaryValue()).order(ByteOrder.LITTLE_ENDIAN);
        var options = new ArrayList<Option>(pairs.size() / 2);
        for (int i = 0; i < pairs.size(); i += 2) {
            var model = model(pairs.required(i), pairs.required(i + 1));
            var estimate = new Estimate(belief(beliefs), belief(beliefs), belief(beliefs));
            options.add(new Option(new Plan.Call(model), estimate));
        }
        return List.copyOf(options);
    }

    private static void put(ByteBuffer beliefs, Belief belief) {
        beliefs.putDouble(belief.mean()).putDouble(belief.deviation());
    }

    private static Belief belief(ByteBuffer beliefs) {
        double mean = beliefs.getDouble();
        return new Belief(mean, beliefs.getDouble());
    }

    /// Learns the models that the file has got since the last time.
    void refresh(Connection connection) throws SQLException {
        try (var select =
                connection.prepareStatement("SELECT number, id, version, details FROM model WHERE number > ?")) {
            select.setLong(1, refreshedTo);
            long last = refreshedTo;
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var key = new Key(rows.getString(2), rows.getString(3));
                    known.put(key, ModelForm.details(key.id(), mapper.readTree(rows.getString(4))));
                    last = Math.max(last, rows.getLong(1));
                }
            }
            refreshedTo = last;
        }
    }
}
