package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.plan.Fusion;
import dev.signalbox.run.FanOut.FanOutMember;
import dev.signalbox.signal.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/// A count of answers that say the same.
///
/// @param first the earliest of the largest group; of groups as large, of the earliest
/// @param agreement the largest group's share of the votes, 0..1
/// @param votes how many answered
record Ballot(FanOutMember first, double agreement, int votes) {
    /// @param voices at least one
    /// @param key what of an answer counts; a blank agrees with nothing
    static Ballot of(List<FanOutMember> voices, Function<Answer, String> key) {
        var groups = new LinkedHashMap<String, List<FanOutMember>>();
        for (var fanOutMember : voices) {
            var said = key.apply(fanOutMember.result().answer());
            var group = said.isBlank() ? "\n" + fanOutMember.seat() : said;
            groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(fanOutMember);
        }
        var largest = List.<FanOutMember>of();
        for (var group : groups.values()) {
            if (group.size() > largest.size()) largest = group;
        }
        return new Ballot(largest.getFirst(), (double) largest.size() / voices.size(), voices.size());
    }

    List<Signal<?>> signals() {
        return List.of(Fusion.AGREEMENT.of(agreement), Fusion.VOTES.of((double) votes));
    }
}
