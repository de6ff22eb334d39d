package dev.signalbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.CoreFixtures.ListSink;
import dev.signalbox.chat.Chunk;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final String TEXT =
            "One sentence. Another one! And a third?\nA line\nwith 1.5 in it.\n\n```\ncode();\n```\n"
                    + "A last sentence, which is much longer than all the others and goes on and on, comma after comma. ";

    private final ListSink sink = new ListSink();

    @Test
    void whatIsToldIsABeginningAndInTheEndAllOfIt() throws Exception {
        var random = new SplittableRandom(1);
        for (int round = 0; round < 3_000; round++) {
            var sink = new ListSink();
            int chars = random.nextInt(0, 120);
            var window = new Window(sink, chars, true);
            window.opening("r", "m");
            for (int at = 0; at < TEXT.length(); ) {
                int end = Math.min(TEXT.length(), at + random.nextInt(1, 12));
                window.add(Chunk.text(TEXT.substring(at, end)), 0);
                at = end;
                window.slide(0, 600);
                assertThat(TEXT).startsWith(sink.heard);
                assertThat(at - sink.heard.length()).isGreaterThanOrEqualTo(Math.min(at, chars));
                assertThat(window.told()).isEqualTo(sink.heard.toString());
            }
            window.close();
            assertThat(sink.heard).hasToString(TEXT);
            assertThat(sink.openings).hasSize(1);
        }
    }

    @Test
    void itLetsGoWhereASentenceOrALineEnds() throws Exception {
        var window = new Window(sink, 10, false);
        for (var word : "One two. Three four five.\nSix seven eight nine ten".split("(?<=[ \n])")) {
            window.add(Chunk.text(word), 0);
            window.slide(0, 600);
        }
        assertThat(sink.heard).hasToString("One two. Three four five.\n");
    }

    @Test
    void aTextWithoutAnEndIsNotHeldForEver() throws Exception {
        var window = new Window(sink, 10, false);
        for (int i = 0; i < 100; i++) {
            window.add(Chunk.text("word "), 0);
            window.slide(0, 600);
        }
        assertThat(sink.heard).hasSizeGreaterThan(400);
    }

    @Test
    void whatHasBeenKeptForTooLongIsTold() throws Exception {
        var window = new Window(sink, 200, false);
        window.add(Chunk.text("no end "), 100);
        window.add(Chunk.text("of a sentence"), 300);
        window.slide(699, 600);
        assertThat(sink.heard).isEmpty();
        assertThat(window.oldestMs()).isEqualTo(100);
        window.slide(700, 600);
        assertThat(sink.heard).hasToString("no end ");
        assertThat(window.oldestMs()).isEqualTo(300);
        window.slide(900, 600);
        assertThat(sink.heard).hasToString("no end of a sentence");
        assertThat(window.oldestMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatWaitsForTheEndOfASentenceWaitsNoLongerEither() throws Exception {
        var window = new Window(sink, 10, false);
        window.add(Chunk.text("words and words "), 0);
        window.add(Chunk.text("and more words"), 500);
        window.slide(500, 600);
        assertThat(sink.heard).isEmpty();
        window.slide(600, 600);
        assertThat(sink.heard).hasToString("words and words ");
    }

    @Test
    void withoutAWindowNothingIsKept() throws Exception {
        var window = new Window(sink, 0, false);
        window.add(Chunk.text("wor"), 0);
        window.slide(0, 600);
        assertThat(sink.heard).hasToString("wor");
    }

    @Test
    void nobodyIsAnnouncedBeforeAWordIsTold() throws Exception {
        var window = new Window(sink, 10, false);
        window.opening("r", "m");
        // As streams begin: with a role and no word.
        window.add(Chunk.text(""), 0);
        window.add(Chunk.text("wor"), 0);
        window.slide(0, 600);
        assertThat(sink.openings).isEmpty();
        assertThat(window.isOpen()).isFalse();
        window.add(Chunk.text("ds, and enough of them.\n"), 0);
        window.add(Chunk.text("More of them."), 0);
        window.slide(0, 600);
        assertThat(sink.openings).hasSize(1);
    }
}
