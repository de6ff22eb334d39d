package dev.signalbox.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.Journal;
import org.junit.jupiter.api.Test;

class MemoryJournalTest extends JournalKit {
    @Override
    protected Journal open() {
        return new MemoryJournal();
    }

    @Test
    void forgetsTheOldestRequestWhereItHoldsTooMuch() {
        var journal = new MemoryJournal(8);
        Stories.failed("first").forEach(journal::append);
        Stories.answered("second").forEach(journal::append);

        assertThat(journal.events("first")).isEmpty();
        assertThat(journal.events("second")).isEqualTo(Stories.answered("second"));
        assertThat(journal.events()).hasSize(8);
    }

    @Test
    void keepsTheLatestRequestHoweverLong() {
        var journal = new MemoryJournal(1);
        Stories.answered("request").forEach(journal::append);

        assertThat(journal.events("request")).hasSize(8);
    }
}
