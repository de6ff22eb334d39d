package dev.signalbox.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.model.Capability;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private final Catalogue catalogue = Catalogue.builtIn();

    @Test
    void knowsPricesContextsAndCapabilities() {
        assertThat(catalogue.find("gpt-5-mini")).hasValueSatisfying(entry -> {
            assertThat(entry.price()).isEqualTo(new Settings.PriceSettings(0.25, 2, OptionalDouble.of(0.025)));
            assertThat(entry.contextTokens()).isEqualTo(OptionalInt.of(400_000));
            assertThat(entry.can()).contains(Capability.TOOLS, Capability.VISION, Capability.JSON_SCHEMA);
            assertThat(entry.start()).isTrue();
        });
    }

    @Test
    void aMakerBeforeASlashIsPassedOver() {
        assertThat(catalogue.find("google/gemini-2.5-pro")).isEqualTo(catalogue.find("gemini-2.5-pro"));
        assertThat(catalogue.find("google/no-such-model")).isEmpty();
    }

    @Test
    void everyEntryHasAPriceAndAContext() {
        assertThat(catalogue.models()).hasSizeGreaterThan(30).allSatisfy((name, entry) -> {
            assertThat(entry.price().output()).as(name).isPositive();
            assertThat(entry.contextTokens()).as(name).isPresent();
            assertThat(entry.maker()).isIn("openai", "anthropic", "google", "mistral", "meta");
        });
    }
}
