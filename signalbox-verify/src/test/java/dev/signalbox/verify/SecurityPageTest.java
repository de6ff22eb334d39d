package dev.signalbox.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Whether each promise of docs/security.md names a test that exists.
class SecurityPageTest {
    @Test
    void everyTestThatThePageNamesExists() throws IOException {
        var named = Pattern.compile("`([A-Z]\\w+Test)`")
                .matcher(Files.readString(Path.of("../docs/security.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(10);
        assertThat(tests()).containsAll(named);
    }

    @Test
    void everyPromiseNamesATest() throws IOException {
        var promises = Files.readAllLines(Path.of("../docs/security.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| promise") && !line.startsWith("|--"))
                .toList();
        assertThat(promises).hasSizeGreaterThan(10).allSatisfy(line -> assertThat(line)
                .containsPattern("`\\w+Test`|launcher"));
    }

    private static Set<String> tests() throws IOException {
        try (var files = Files.walk(Path.of(".."))) {
            return files.map(file -> file.toString())
                    .filter(file -> file.contains("src/test/java") && file.endsWith("Test.java"))
                    .map(file -> file.substring(file.lastIndexOf('/') + 1, file.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
