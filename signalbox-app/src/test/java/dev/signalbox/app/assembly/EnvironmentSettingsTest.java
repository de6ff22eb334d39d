package dev.signalbox.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.SettingsReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentSettingsTest {
    @TempDir
    private Path folder;

    private static Optional<EnvironmentSettings.Start> found(Map<String, String> variables)
            throws InterruptedException {
        return EnvironmentSettings.in(Fixture.surroundings(variables).environment(), Catalogue.builtIn());
    }

    @Test
    void thereIsNothingWhereTheEnvironmentSaysNothing() throws InterruptedException {
        assertThat(found(Map.of("OPENAI_API_KEY", " "))).isEmpty();
    }

    @Test
    void keysBringTheirVendorsModelsAndAreNotWrittenDown() throws Exception {
        var variables = Map.of("OPENAI_API_KEY", "sk-one", "ANTHROPIC_API_KEY", "sk-two");
        var start = found(variables).orElseThrow();
        assertThat(start.yaml()).contains("${OPENAI_API_KEY}").doesNotContain("sk-one", "sk-two");
        var settings = new SettingsReader(
                        BuiltIns.vocabulary(),
                        Catalogue.builtIn(),
                        Fixture.surroundings(variables).environment())
                .read("(environment)", start.yaml(), folder);
        assertThat(settings.providers()).containsOnlyKeys("openai", "anthropic");
        assertThat(settings.routes().values()).singleElement().satisfies(route -> assertThat(route.models())
                .contains("gpt-5-mini", "claude-opus-4-1")
                .hasSameSizeAs(settings.models().keySet()));
        assertThat(start.said()).anyMatch(line -> line.startsWith("openai (from OPENAI_API_KEY): gpt-5"));
    }

    @Test
    void aLocalServerIsAskedForItsModels() throws Exception {
        try (var fixture = new Fixture()) {
            var variables = Map.of("OLLAMA_HOST", fixture.upstreamUrl().replaceAll("http://|/v1", ""));
            var start = found(variables).orElseThrow();
            try (var box = fixture.box(start.yaml() + "server: {port: 0}\nencoder: {kind: none}\n", folder)) {
                assertThat(box.routes().names()).contains("auto", "small", "large");
                assertThat(fixture.ask(box, "small", "").body()).contains("Paris.");
            }
        }
    }

    @Test
    void aLocalServerThatDoesNotAnswerIsTold() throws InterruptedException {
        // Nothing listens on the port of the discard service.
        assertThat(found(Map.of("VLLM_BASE_URL", "http://127.0.0.1:9"))).isEmpty();
        assertThat(found(Map.of("VLLM_BASE_URL", "http://127.0.0.1:9", "OPENAI_API_KEY", "x"))
                        .orElseThrow()
                        .said())
                .anyMatch(line -> line.contains("is it running?"));
    }
}
