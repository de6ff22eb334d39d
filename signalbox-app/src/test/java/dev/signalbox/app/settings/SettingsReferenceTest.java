package dev.signalbox.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.assembly.BuiltIns;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {
    @Test
    void thePageInTheRepositoryIsUpToDate() {
        assertThat(Path.of("../docs/reference/settings.md"))
                .as("make it again with `signalbox check --reference`")
                .hasContent(SettingsReference.markdown(BuiltIns.vocabulary()));
    }

    @Test
    void everySettingAndSignalIsOnThePage() {
        assertThat(SettingsReference.markdown(BuiltIns.vocabulary()))
                .contains("## `routes.NAME`", "| `explore` |", "from 0 to 1", "## `server`", "`127.0.0.1`")
                .contains("| `code_language` | label |", "| `tokens` | number |", "| `math` | flag |")
                .doesNotContain("| `text` |", "| `embedding` |");
    }
}
