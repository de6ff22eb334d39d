package dev.signalbox.app.cli;

import dev.signalbox.AnswerCache;
import dev.signalbox.journal.Event;
import dev.signalbox.learning.gate.Accepted;
import dev.signalbox.learning.gate.Proportion;
import dev.signalbox.learning.report.TextTable;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Exhausted;
import dev.signalbox.plan.Plan.Likeness;
import dev.signalbox.plan.Plan.Origin;
import dev.signalbox.plan.Policy;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.standard.cache.HitSampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Counts over many requests' events.
final class UsageFigures {
    /// A judge that flips more often than this says little (the project's own bound; GPT-4 flipped on 18 % of pairs).
    private static final double FLIPS_MAX = 0.25;

    /// A rating from which on an answer counts as good.
    private static final double GOOD = 0.5;

    private static final double[] COSINES = {0, 0.9, 0.95, 0.98, 1};

    private final Map<String, Judging> judges = new TreeMap<>();
    private final List<Hit> hits = new ArrayList<>();
    private final Map<String, List<Given>> given = new TreeMap<>();
    private int requests;
    private int exact;

    /// How often a judge was heard, and how often it changed its mind or had none.
    private record Judging(int heard, int flipped, int ties) {
        Judging with(boolean flip, boolean tie) {
            return new Judging(heard + 1, flipped + (flip ? 1 : 0), ties + (tie ? 1 : 0));
        }
    }

    /// @param fits empty where it was not compared with a new answer
    private record Hit(double cosine, Optional<Boolean> fits) {}

    /// An answer that its client got, whatever the verdict on it.
    private record Given(boolean good, boolean accepted) {}

    /// @param events of one request, in order
    void add(List<Event> events) {
        var decided = events.stream()
                .filter(Event.Decided.class::isInstance)
                .map(Event.Decided.class::cast)
                .findFirst();
        if (decided.isEmpty()) return;
        if (events.getFirst() instanceof Event.Asked asked
                && asked.request().parent().isEmpty()) requests++;
        var plan = decided.get().decision().plan();
        if (givesEither(plan))
            given(events).ifPresent(one -> given.computeIfAbsent(decided.get().route(), _ -> new ArrayList<>())
                    .add(one));
        AnswerCache.origin(plan).filter(_ -> recalled(events)).ifPresent(origin -> add(origin, events));
        var flipped = known(events, Fusion.JUDGE_FLIPPED);
        var tie = known(events, Fusion.JUDGE_TIE);
        if (flipped.isEmpty() || tie.isEmpty()) return;
        judges(plan)
                .distinct()
                .forEach(judge -> judges.merge(
                        judge,
                        new Judging(0, 0, 0).with(flipped.get(), tie.get()),
                        (before, _) -> before.with(flipped.get(), tie.get())));
    }

    private void add(Origin origin, List<Event> events) {
        if (origin.likeness() == Likeness.EXACT) {
            exact++;
            return;
        }
        var fits = events.stream()
                .filter(event ->
                        event instanceof Event.Rated rated && rated.source().equals(HitSampler.SOURCE))
                .map(event -> ((Event.Rated) event).rating() == 1)
                .findFirst();
        hits.add(new Hit(origin.cosine(), fits));
    }

    /// Whether the client gets the first answer, accepted or not: only then do ratings tell of both.
    private static boolean givesEither(Plan plan) {
        return switch (plan) {
            case Plan.Cascade(var stages, var exhausted) ->
                exhausted == Exhausted.BEST_SO_FAR
                        && stages.size() == 1
                        && !(stages.getFirst().accept() instanceof Condition.Always);
            case Plan.Loop(Policy.CascadeRouting _, int callsMax) -> callsMax == 1;
            case Plan.Loop _, Plan.Fuse _, Plan.Call _, Plan.Reply _, Plan.Decompose _ -> false;
        };
    }

    private static Optional<Given> given(List<Event> events) {
        double quality = JournalImport.quality(events);
        if (Double.isNaN(quality)) return Optional.empty();
        return events.stream()
                .filter(Event.Finished.class::isInstance)
                .map(event -> new Given(quality >= GOOD, ((Event.Finished) event).accepted()))
                .findFirst();
    }

    private static boolean recalled(List<Event> events) {
        return events.stream()
                .anyMatch(event ->
                        event instanceof Event.Called called && called.ending().equals(Event.Called.RECALLED));
    }

    private static Optional<Boolean> known(List<Event> events, SignalKey<Boolean> key) {
        return events.stream()
                .filter(Event.Sensed.class::isInstance)
                .flatMap(event -> ((Event.Sensed) event).signals().stream())
                .filter(signal -> signal.key().name().equals(key.name()))
                .map(Signal::value)
                .map(Boolean.class::cast)
                .reduce((_, later) -> later);
    }

    private static Stream<String> judges(Plan plan) {
        return switch (plan) {
            case Plan.Cascade(var stages, var _) -> stages.stream().flatMap(stage -> judges(stage.plan()));
            case Plan.Fuse(var branches, Fusion.JudgeSelected judged) ->
                Stream.concat(Stream.of(judged.judge().id()), branches.stream().flatMap(UsageFigures::judges));
            case Plan.Fuse(var branches, var _) -> branches.stream().flatMap(UsageFigures::judges);
            case Plan.Call _, Plan.Reply _, Plan.Decompose _, Plan.Loop _ -> Stream.empty();
        };
    }

    String text() {
        var text = new StringBuilder("%,d requests.\n".formatted(requests));
        text.append("\nGiven again: %,d to the same request, %,d to one that means the same.\n"
                .formatted(exact, hits.size()));
        if (!hits.isEmpty()) text.append(fitting().render());
        given.forEach(
                (route, answers) -> text.append("\nRoute `%s`, whose answers are given whatever is said of them: %s\n"
                        .formatted(
                                route,
                                Accepted.of(answers, Given::good, Given::accepted)
                                        .setting())));
        if (!judges.isEmpty()) text.append('\n').append(judging().render());
        judges.forEach((judge, told) -> {
            if (new Proportion(told.flipped(), told.heard()).low() > FLIPS_MAX) {
                text.append("Note: `%s` flips on more than a quarter: its word says little.\n".formatted(judge));
            }
        });
        return text.toString();
    }

    private TextTable fitting() {
        var rows = new ArrayList<List<String>>();
        for (int band = 0; band + 1 < COSINES.length; band++) {
            double from = COSINES[band];
            double to = COSINES[band + 1];
            boolean last = band + 2 == COSINES.length;
            var in = hits.stream()
                    .filter(hit -> hit.cosine() >= from && (hit.cosine() < to || last))
                    .toList();
            if (!in.isEmpty()) rows.add(row("%.2f – %.2f".formatted(from, to), in));
        }
        rows.add(row("all", hits));
        return new TextTable(
                List.of("cosine", "given again", "compared", "as good as a new answer", "95 % interval"), rows, false);
    }

    private static List<String> row(String name, List<Hit> in) {
        var compared = in.stream().flatMap(hit -> hit.fits().stream()).toList();
        int fitting = (int) compared.stream().filter(fits -> fits).count();
        return Stream.concat(
                        Stream.of(name, "%,d".formatted(in.size()), "%,d".formatted(compared.size())),
                        Arrays.stream(shares(fitting, compared.size())))
                .toList();
    }

    private TextTable judging() {
        var rows = new ArrayList<List<String>>();
        judges.forEach((judge, told) -> {
            var flips = shares(told.flipped(), told.heard());
            var ties = new Proportion(told.ties(), told.heard());
            rows.add(List.of(judge, "%,d".formatted(told.heard()), flips[0], flips[1], percent(ties.share())));
        });
        return new TextTable(List.of("judge", "panels", "changed its mind", "95 % interval", "ties"), rows, false);
    }

    private static String[] shares(int count, int all) {
        if (all == 0) return new String[] {"–", "–"};
        var proportion = new Proportion(count, all);
        return new String[] {
            percent(proportion.share()), "%s – %s".formatted(percent(proportion.low()), percent(proportion.high()))
        };
    }

    private static String percent(double share) {
        return "%.1f %%".formatted(100 * share);
    }
}
