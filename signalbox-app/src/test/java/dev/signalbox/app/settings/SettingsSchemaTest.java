package dev.signalbox.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The schema and the pages in the repository are made from the records; the reader and the schema agree on examples.
class SettingsSchemaTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SettingsSchema.json());

    private static List<String> violations(String yaml) {
        return SCHEMA.validate(yaml, InputFormat.YAML).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void theFileInTheRepositoryIsUpToDate() throws IOException {
        assertThat(REPOSITORY.resolve("docs/reference/settings.schema.json")).hasContent(SettingsSchema.json());
    }

    static List<Path> examples() throws IOException {
        try (var files = Files.list(REPOSITORY.resolve("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsValid(Path example) throws IOException {
        assertThat(violations(Files.readString(example))).isEmpty();
    }

    @Test
    void takesAVariableWhereANumberShouldBe() {
        assertThat(violations("server: {port: \"${PORT:-8080}\"}")).isEmpty();
        assertThat(violations("journal: {size_max: 16777216, keep: 30d}")).isEmpty();
    }

    @Test
    void knowsTheFormsOfAPlanAndThatTheyNest() {
        var route = "routes: {a: {models: [a, b], strategies: {s: %s}}}";
        assertThat(violations(route.formatted("a"))).isEmpty();
        assertThat(violations(route.formatted("{cascade: [a, {cascade: [b], accept: \"true\", carry: reasons}]}")))
                .isEmpty();
        assertThat(violations(route.formatted("{cascde: [a]}"))).isNotEmpty();
        assertThat(violations(route.formatted("{cascade: [{call: a, acept: \"true\"}]}")))
                .isNotEmpty();
        assertThat(violations(route.formatted("{cascade: [a], exhausted: never}")))
                .isNotEmpty();
    }

    @Test
    void findsWhatTheReaderFinds() {
        assertThat(violations("sever: {}")).hasSize(1);
        assertThat(violations("server: {port: eighty}")).isNotEmpty();
        assertThat(violations("server: {port: 70000}")).isNotEmpty();
        assertThat(violations("encoder: {kind: minlm}")).isNotEmpty();
        assertThat(violations("models: {a: {}}")).singleElement().asString().contains("provider");
        assertThat(violations("routes: {a: {models: [a], quality: 2}}")).isNotEmpty();
        assertThat(violations("journal: {flush: soon}")).isNotEmpty();
    }
}
