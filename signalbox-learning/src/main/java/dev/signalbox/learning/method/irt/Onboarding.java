package dev.signalbox.learning.method.irt;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.KMeans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Places a new model among known ones by its answers to few prompts, as RADAR does (arXiv 2509.25426, §3.3): the
/// prompts that tell most of its ability come next.
///
/// Unlike in the paper the prompts are spread over the kinds of queries, no two are nearly the same, and every other
/// one is random: the most telling ones by themselves are often copies of one another, and mislead about a model whose
/// strengths are not those of the others. What a kind shows beyond the ability (a model good at code, say) is kept
/// apart for each kind.
public final class Onboarding {
    private static final int KINDS = 16;
    private static final double SAME = 0.95;
    private static final double KIND_SHRINKAGE = 20;
    private static final double[] PLACES = {-1.2, 0, 1.2};

    private final ItemBank bank;
    private final float[][] embeddings;
    private final int[] kindOfRow;
    private final int[] sizeOfKind;
    private final List<Integer> shuffled;

    private Onboarding(ItemBank bank, float[][] embeddings, int[] kindOfRow, int kinds, long seed) {
        this.bank = bank;
        this.embeddings = embeddings;
        this.kindOfRow = kindOfRow;
        this.sizeOfKind = new int[kinds];
        for (int kind : kindOfRow) sizeOfKind[kind]++;
        this.shuffled =
                new ArrayList<>(IntStream.range(0, kindOfRow.length).boxed().toList());
        Collections.shuffle(shuffled, new Random(seed));
    }

    /// What a model's answers say of it.
    ///
    /// @param answered how many of its answers were judged
    /// @param quality what to expect of it on all queries of the table, 0..1
    /// @param better how many of the table's models are abler
    public record Standing(Ability ability, int answered, double quality, int better) {}

    /// @throws dev.signalbox.learning.table.OutcomeTableException where the table's models do not differ in ability
    public static Onboarding of(OutcomeTable table, Inputs inputs, long seed) {
        int[] rows = IntStream.range(0, inputs.size()).toArray();
        float[][] centroids = KMeans.centroids(inputs.embeddings(), rows, KINDS, seed);
        int[] kinds = KMeans.assign(inputs.embeddings(), rows, centroids);
        return new Onboarding(ItemBank.fit(table, inputs, seed), inputs.embeddings(), kinds, centroids.length, seed);
    }

    /// How able each of the table's models is.
    public double[] abilities() {
        return bank.abilities().clone();
    }

    /// The queries to ask next, most telling first; fewer where there are no more that differ.
    ///
    /// @param answered the quality of each answer known already, by the query's row
    public List<Integer> next(SortedMap<Integer, Double> answered, int count) {
        var ability = ability(answered);
        var taken = new ArrayList<>(answered.keySet());
        var askedOfKind = new int[sizeOfKind.length];
        for (int row : taken) askedOfKind[kindOfRow[row]]++;
        var spent = new boolean[sizeOfKind.length];
        var next = new ArrayList<Integer>();
        while (next.size() < count) {
            int kind = mostBehind(askedOfKind, spent);
            if (kind < 0) break;
            int row = choose(kind, ability, taken, askedOfKind[kind] % 2 == 0);
            if (row < 0) {
                spent[kind] = true;
                continue;
            }
            next.add(row);
            taken.add(row);
            askedOfKind[kind]++;
        }
        return next;
    }

    /// @param answered the quality of each answer by the query's row
    public Standing standing(SortedMap<Integer, Double> answered) {
        var ability = ability(answered);
        double[] beyond = new double[sizeOfKind.length];
        var known = new int[sizeOfKind.length];
        answered.forEach((row, quality) -> {
            beyond[kindOfRow[row]] += quality - bank.items().get(row).probability(ability.value());
            known[kindOfRow[row]]++;
        });
        for (int kind = 0; kind < known.length; kind++) beyond[kind] /= known[kind] + KIND_SHRINKAGE;
        double quality = IntStream.range(0, kindOfRow.length)
                .mapToDouble(row ->
                        Math.clamp(bank.items().get(row).probability(ability.value()) + beyond[kindOfRow[row]], 0, 1))
                .average()
                .orElseThrow();
        int better = (int) Arrays.stream(bank.abilities())
                .filter(other -> other > ability.value())
                .count();
        return new Standing(ability, answered.size(), quality, better);
    }

    private Ability ability(SortedMap<Integer, Double> answered) {
        var items = answered.keySet().stream().map(bank.items()::get).toList();
        double[] qualities =
                answered.values().stream().mapToDouble(Double::doubleValue).toArray();
        return Ability.of(items, qualities, Ability.PRIOR);
    }

    /// Kinds are asked in proportion to how many queries they have: the next is the one most behind.
    private int mostBehind(int[] asked, boolean[] spent) {
        int chosen = -1;
        double most = 0;
        for (int kind = 0; kind < asked.length; kind++) {
            double behind = sizeOfKind[kind] / (asked[kind] + 1.0);
            if (spent[kind] || behind <= most) continue;
            most = behind;
            chosen = kind;
        }
        return chosen;
    }

    /// @param telling whether the most telling query is wanted, or any
    private int choose(int kind, Ability ability, List<Integer> taken, boolean telling) {
        int chosen = -1;
        double most = 0;
        for (int row : shuffled) {
            if (kindOfRow[row] != kind) continue;
            double information = telling ? information(bank.items().get(row), ability) : 1;
            if (information <= most || !differs(row, taken)) continue;
            most = information;
            chosen = row;
        }
        return chosen;
    }

    /// Summed over places of the ability's distribution, for the ability is not known yet.
    private static double information(Item item, Ability ability) {
        return DoubleStream.of(PLACES)
                .map(place -> item.information(ability.value() + place * ability.deviation()))
                .sum();
    }

    private boolean differs(int row, List<Integer> taken) {
        for (int other : taken) {
            float cosine = 0;
            for (int i = 0; i < embeddings[row].length; i++) cosine += embeddings[row][i] * embeddings[other][i];
            if (cosine > SAME) return false;
        }
        return true;
    }
}
