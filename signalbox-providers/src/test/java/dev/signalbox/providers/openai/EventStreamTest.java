package dev.signalbox.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private static List<String> read(byte[]... pieces) {
        var stream = new EventStream();
        var slices = new ArrayList<Json>();
        for (var piece : pieces) stream.feed(piece.clone(), slices::add);
        stream.finish(slices::add);
        // Only now, so that a slice whose bytes were overwritten later would show.
        return slices.stream().map(Json::toString).toList();
    }

    private static List<String> read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anEventIsItsDataLinesJoined() {
        assertThat(read("data: one\n\ndata: two\ndata: lines\n\n")).containsExactly("one", "two\nlines");
    }

    @Test
    void commentsNamesIdsAndEmptyEventsArePassedOver() {
        assertThat(read(": hello\n\nevent: ping\nid: 7\nretry: 1\n\ndata: x\nevent: y\n\n\n\n"))
                .containsExactly("x");
    }

    @Test
    void linesEndInAnyOfThreeWays() {
        assertThat(read("data: a\r\n\r\ndata: b\r\rdata: c\n\n")).containsExactly("a", "b", "c");
    }

    @Test
    void aByteOrderMarkAtTheStartIsNoPartOfTheData() {
        assertThat(read("\uFEFFdata: a\n\n")).containsExactly("a");
    }

    @Test
    void theSpaceAfterTheColonIsOptionalAndOnlyOneIsTaken() {
        assertThat(read("data:a\n\ndata:  b\n\n")).containsExactly("a", " b");
    }

    @Test
    void aLastEventWithoutABlankLineCounts() {
        assertThat(read("data: a\n\ndata: [DONE]")).containsExactly("a", "[DONE]");
    }

    @Test
    void anEventOfManyMegabytesInSmallPiecesArrivesWhole() {
        var text = "x".repeat(3_000_000);
        var bytes = ("data: " + text + "\n\ndata: after\n\n").getBytes(StandardCharsets.UTF_8);
        var pieces = new ArrayList<byte[]>();
        for (int at = 0; at < bytes.length; at += 1_000) {
            pieces.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 1_000)));
        }
        assertThat(read(pieces.toArray(byte[][]::new))).containsExactly(text, "after");
    }

    /// However the bytes are cut, the events are the same.
    @Property
    void itDoesNotMatterWhereTheBytesAreCut(@ForAll("streams") String stream) {
        var bytes = stream.getBytes(StandardCharsets.UTF_8);
        var whole = read(bytes);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(read(Arrays.copyOfRange(bytes, 0, cut), Arrays.copyOfRange(bytes, cut, bytes.length)))
                    .isEqualTo(whole);
        }
        var single = new byte[bytes.length][];
        for (int i = 0; i < bytes.length; i++) single[i] = new byte[] {bytes[i]};
        assertThat(read(single)).isEqualTo(whole);
    }

    @Provide
    Arbitrary<String> streams() {
        return Arbitraries.of(
                        "data: {\"a\":\"é😀\"}",
                        "data: x",
                        "data:",
                        ": c",
                        "event: e",
                        "",
                        "junk",
                        "data: [DONE]",
                        "\uFEFF",
                        "\uFEFFdata: marked")
                .flatMap(line ->
                        Arbitraries.of("\n", "\r\n", "\r", "\n\n", "\r\n\r\n").map(line::concat))
                .list()
                .ofMaxSize(8)
                .map(lines -> String.join("", lines));
    }
}
