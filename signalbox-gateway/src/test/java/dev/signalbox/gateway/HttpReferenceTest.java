package dev.signalbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Whether docs/reference/http.md names every path, header and error code that the code has.
class HttpReferenceTest {
    private static final Path GATEWAY = Path.of("src/main/java/dev/signalbox/gateway");
    private static final Path FAILURE = Path.of("../signalbox-core/src/main/java/dev/signalbox/Failure.java");
    /// What the page says in other words, or what is no header of a client or an answer.
    private static final Set<String> NOT_ON_THE_PAGE = Set.of("x-signalbox-", "x-gzip");

    @Test
    void thePageNamesEveryHeader() throws IOException {
        assertThat(found(sources(), "\"(x-[a-z-]+|retry-after(?:-ms)?)\""))
                .hasSizeGreaterThan(10)
                .filteredOn(name -> !NOT_ON_THE_PAGE.contains(name))
                .allSatisfy(name -> assertThat(page()).contains("`" + name + "`"));
        assertThat(ChatEndpoint.WISHES).allSatisfy(name -> assertThat(page()).contains("| `" + name + "` |"));
    }

    @Test
    void thePageNamesEveryPath() throws IOException {
        var paths = found(sources(), "PATH = \"([^\"]+)\"");
        paths.addAll(found(sources(), "new HttpRoute\\(\\w+, \"([^\"]+)\""));
        assertThat(paths).hasSizeGreaterThan(5).allSatisfy(path -> assertThat(page())
                .contains(path));
    }

    @Test
    void thePageNamesEveryCode() throws IOException {
        var codes = found(Files.readString(FAILURE), "return (?:\\w+ \\? )?\"([a-z_]+)\"");
        codes.addAll(found(Files.readString(FAILURE), "return \\w+ \\? \"[a-z_]+\" : \"([a-z_]+)\""));
        codes.addAll(found(sources(), "ErrorReply\\.of\\(\\s*4\\d\\d,\\s*\"([a-z_]+)\""));
        // The upstream for tests and demos answers in the same form.
        codes.removeAll(Set.of("replayed_fault", "not_found", "upstream_"));
        assertThat(codes).hasSizeGreaterThan(15).allSatisfy(code -> assertThat(page())
                .contains("`" + code + "`"));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/reference/http.md"));
    }

    private static String sources() throws IOException {
        try (var files = Files.walk(GATEWAY)) {
            var java = files.filter(file -> file.toString().endsWith(".java")
                            && !file.toString().contains("replay"))
                    .toList();
            var all = new StringBuilder();
            for (var file : java) all.append(Files.readString(file));
            return all.toString();
        }
    }

    private static Set<String> found(String text, String regex) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
