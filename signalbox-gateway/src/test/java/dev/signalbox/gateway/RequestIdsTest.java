package dev.signalbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    @Test
    void anIdIsItsTimeAndChance() {
        var ids = new RequestIds(InstantSource.fixed(Instant.ofEpochMilli(1_767_268_800_000L)), () -> 0x1F);

        assertThat(ids.get()).isEqualTo("req_01kdwpvng00000000z0000000z");
    }

    @Property
    void laterIdsSortLater(
            @ForAll @LongRange(max = 1L << 47) long first, @ForAll @LongRange(min = 1, max = 1 << 30) long more) {
        var random = new SplittableRandom(first);
        var now = new AtomicLong(first);
        var ids = new RequestIds(() -> Instant.ofEpochMilli(now.get()), random::nextLong);
        var earlier = ids.get();
        now.addAndGet(more);

        assertThat(ids.get()).isGreaterThan(earlier).matches("req_[0-9a-z]{26}");
    }
}
