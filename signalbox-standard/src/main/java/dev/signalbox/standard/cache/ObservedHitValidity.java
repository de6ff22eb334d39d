package dev.signalbox.standard.cache;

import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Sensed;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.quality.Isotonic;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;

/// How likely an answer fits another request, by the cosine of the two: a curve that samples move. A fold over the
/// journal's comparisons ([HitSampler]) of one encoder.
///
/// At each point of the curve it began with, that curve weighs as much as fifty samples. A sample counts at the two
/// points beside it, by how near it is to each, and the curve is the rising one nearest to what the points are worth
/// then. So few samples move it hardly, and many take its place where they are.
///
/// Thread-safe and lock-free: what is known is one immutable value.
public final class ObservedHitValidity implements DoubleUnaryOperator, Consumer<Event> {
    private static final double PRIOR_COUNT = 50;

    private final Isotonic prior;
    private final String encoder;
    private final AtomicReference<Known> known;

    /// @param fitting of the samples at each point, how many fitted, with the prior's share
    /// @param all how many there were, with the prior's weight
    private record Known(double[] fitting, double[] all, Isotonic curve) {}

    /// @param prior the curve before any sample
    /// @param encoder only its comparisons count; another has its own idea of near
    public ObservedHitValidity(Isotonic prior, String encoder) {
        this.prior = prior;
        this.encoder = encoder;
        int points = prior.scores().length;
        var fitting = new double[points];
        var all = new double[points];
        for (int i = 0; i < points; i++) {
            fitting[i] = PRIOR_COUNT * prior.values()[i];
            all[i] = PRIOR_COUNT;
        }
        this.known = new AtomicReference<>(new Known(fitting, all, prior));
    }

    /// @param cosine of the two requests' embeddings
    /// @return the chance that the answer fits, 0..1
    @Override
    public double applyAsDouble(double cosine) {
        return known.get().curve().of(cosine);
    }

    @Override
    public void accept(Event event) {
        if (!(event instanceof Sensed sensed) || !HitSampler.isComparison(sensed.requestId())) return;
        var told = Signals.NONE.with(sensed.signals());
        var cosine = told.get(HitSampler.COSINE);
        var fits = told.get(HitSampler.FITS);
        if (cosine.isEmpty() || fits.isEmpty()) return;
        if (!told.get(HitSampler.ENCODER).filter(encoder::equals).isPresent()) return;
        known.updateAndGet(before -> with(before, cosine.get(), fits.get()));
    }

    private Known with(Known before, double cosine, boolean fits) {
        var scores = prior.scores();
        int above = 0;
        while (above < scores.length && scores[above] <= cosine) above++;
        int low = Math.max(0, above - 1);
        int high = Math.min(scores.length - 1, above);
        double part = low == high ? 0 : (cosine - scores[low]) / (scores[high] - scores[low]);
        var fitting = before.fitting().clone();
        var all = before.all().clone();
        all[low] += 1 - part;
        all[high] += part;
        if (fits) {
            fitting[low] += 1 - part;
            fitting[high] += part;
        }
        var worth = new double[all.length];
        for (int i = 0; i < worth.length; i++) worth[i] = fitting[i] / all[i];
        return new Known(fitting, all, Isotonic.rising(scores, worth, all));
    }
}
