package dev.signalbox.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Json;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.store.SqliteJournal.Options;
import dev.signalbox.testkit.JournalKit;
import dev.signalbox.testkit.Stories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends JournalKit {
    @TempDir
    private Path folder;

    @Override
    protected Journal open() {
        return open("kit.db", false);
    }

    private SqliteJournal open(String name, boolean capture) {
        var defaults = Options.of(folder.resolve(name));
        var options = new Options(
                defaults.path(),
                defaults.flushInterval(),
                capture,
                defaults.powerLossSafe(),
                defaults.keepFor(),
                defaults.keepBytes(),
                defaults.queueBytes());
        // Soon after the stories, so that they are not too old to keep.
        return SqliteJournal.open(options, InstantSource.fixed(Stories.START.plusSeconds(60)));
    }

    @Test
    void tellsTheSameStoryAfterItWasClosedAndOpened() {
        var story = Stories.answered("request");
        try (var journal = open("kept.db", true)) {
            story.forEach(journal::append);
        }
        try (var journal = open("kept.db", true)) {
            assertThat(journal.events("request")).isEqualTo(story);
        }
    }

    @Test
    void leavesOneFileBehind() {
        try (var journal = open("alone.db", false)) {
            Stories.answered("request").forEach(journal::append);
        }
        assertThat(folder.resolve("alone.db-wal")).doesNotExist();
        assertThat(folder.resolve("alone.db-shm")).doesNotExist();
    }

    @Test
    void keepsNothingThatWasSaidUnlessToldTo() throws Exception {
        try (var journal = open("silent.db", false);
                var talking = open("talking.db", true)) {
            for (var event : Stories.answered("request")) {
                journal.append(event);
                talking.append(event);
            }
        }
        for (var said : new String[] {"Spree", "kilometres", "no source"}) {
            assertThat(Files.readString(folder.resolve("silent.db"), ISO_8859_1))
                    .doesNotContain(said);
            assertThat(Files.readString(folder.resolve("talking.db"), ISO_8859_1))
                    .contains(said);
        }
    }

    @Test
    void saysInPlaceOfATextWhatItKnowsOfIt() {
        try (var journal = open("marked.db", false)) {
            journal.append(Stories.answered("request").getFirst());
            var asked = (Event.Asked) journal.events("request").getFirst();

            assertThat(asked.request().last().text())
                    .isEqualTo("[not kept: sha256 078ffedfcb3d6f9ad957ae71e71fdc38…, 28 characters]");
        }
    }

    @Test
    void namesTheLastRequestsTheNewestFirst() {
        try (var journal = open("recent.db", false)) {
            for (var id : new String[] {"req_1", "req_2", "req_3"}) {
                Stories.answered(id).forEach(journal::append);
            }
            journal.append(Stories.failed("req_1").getLast());

            assertThat(journal.recent(2)).containsExactly("req_3", "req_2");
            assertThat(journal.recent(9)).containsExactly("req_3", "req_2", "req_1");
        }
    }

    @Test
    void isReadByAnotherWhileItIsWritten() {
        try (var journal = open("shared.db", true);
                var reader = JournalReader.open(folder.resolve("shared.db"))) {
            Stories.answered("request").forEach(journal::append);
            assertThat(journal.events("request")).hasSize(8);

            assertThat(reader.events("request")).isEqualTo(Stories.answered("request"));
            assertThat(reader.recent(1)).containsExactly("request");
        }
    }

    @Test
    void showsTheMarkersOfAStoryInItsJson() {
        try (var journal = open("json.db", false)) {
            Stories.answered("request").forEach(journal::append);
            var codec = new EventCodec(true);
            var json = journal.events("request").stream().map(codec::toJson).map(Json::toString);

            assertThat(json.toList())
                    .hasSize(8)
                    .allMatch(event -> event.startsWith("{\"requestId\":\"request\",\"kind\":\""))
                    .anyMatch(event -> event.contains("[not kept: sha256 "))
                    .noneMatch(event -> event.contains("Spree"));
        }
    }

    @Test
    void losesWhatComesAfterItsEndAndSaysSo() {
        var journal = open("ended.db", false);
        journal.close();
        journal.append(Stories.failed("request").getFirst());

        assertThat(journal.lost()).isEqualTo(1);
    }
}
