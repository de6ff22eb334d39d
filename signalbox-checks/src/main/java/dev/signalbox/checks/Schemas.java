package dev.signalbox.checks;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.signalbox.chat.Json;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// JSON Schemas (draft 2020-12, or the one that `$schema` names) made ready for use, kept by their content.
///
/// Schemas come from clients, so nothing is fetched for them, and their regular expressions run out of steps (see
/// [BoundedText]). Thread-safe.
final class Schemas {
    private static final int KEPT_MAX = 256;
    /// A larger schema is no description of an answer.
    private static final int BYTES_MAX = 256 * 1024;

    private static final int VIOLATIONS_SHOWN = 3;
    private static final int VALUE_CHARS_SHOWN = 40;

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .locale(Locale.ROOT)
                            .regularExpressionFactory(BoundedText::expression)
                            .build()));
    private final LoadingCache<Json, Compiled> kept =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).build(this::compile);

    /// How a value stands to a schema.
    sealed interface Outcome {
        record Follows() implements Outcome {}

        /// @param violations where, what was expected and what was got, of the first few
        record Departs(String violations) implements Outcome {}

        /// Nobody can tell, because the schema itself is wrong or too hard.
        record UnclearSchema(String why) implements Outcome {}
    }

    private sealed interface Compiled {
        record Usable(Schema schema) implements Compiled {}

        record InvalidSchema(String why) implements Compiled {}
    }

    Outcome check(Json schema, JsonNode value) {
        if (schema.length() > BYTES_MAX) return new Outcome.UnclearSchema("it has %d bytes".formatted(schema.length()));
        return switch (kept.get(schema)) {
            case Compiled.InvalidSchema(var why) -> new Outcome.UnclearSchema(why);
            case Compiled.Usable(var usable) -> check(usable, value);
        };
    }

    private static Outcome check(Schema schema, JsonNode value) {
        try {
            var errors = schema.validate(value);
            if (errors.isEmpty()) return new Outcome.Follows();
            return new Outcome.Departs(errors.stream()
                    .limit(VIOLATIONS_SHOWN)
                    .map(Schemas::violation)
                    .collect(Collectors.joining("; ")));
        } catch (SchemaException wrong) {
            return new Outcome.UnclearSchema(why(wrong));
        } catch (BoundedText.Exhausted tooHard) {
            return new Outcome.UnclearSchema("one of its patterns takes too long");
        } catch (StackOverflowError endless) {
            // A schema may refer to itself without end; the validator follows it as deep as the stack is.
            return new Outcome.UnclearSchema("it refers to itself without end");
        }
    }

    private Compiled compile(Json schema) {
        if (!(JsonText.read(schema.toString()) instanceof JsonText.Read.Value(var node))) {
            return new Compiled.InvalidSchema("it is no JSON");
        }
        try {
            var errors = metaSchema(node).validate(node);
            if (!errors.isEmpty()) return new Compiled.InvalidSchema(violation(errors.getFirst()));
            var compiled = registry.getSchema(node);
            compiled.initializeValidators();
            return new Compiled.Usable(compiled);
        } catch (SchemaException | PatternSyntaxException wrong) {
            return new Compiled.InvalidSchema(why(wrong));
        }
    }

    /// What says how schemas are written: the client's `$schema`, or the newest.
    private Schema metaSchema(JsonNode schema) {
        var id = schema.path("$schema").asString(SpecificationVersion.DRAFT_2020_12.getDialectId());
        return registry.getSchema(SchemaLocation.of(id));
    }

    private static String violation(Error error) {
        var path = error.getInstanceLocation().toString();
        var node = error.getInstanceNode();
        var got = node == null || node.isContainer() ? "" : ", got " + Excerpt.of(node.toString(), VALUE_CHARS_SHOWN);
        return "at `%s`: %s%s".formatted(path.isEmpty() ? "/" : path, error.getMessage(), got);
    }

    private static String why(RuntimeException wrong) {
        return Excerpt.of(String.valueOf(wrong.getMessage()), 120);
    }
}
