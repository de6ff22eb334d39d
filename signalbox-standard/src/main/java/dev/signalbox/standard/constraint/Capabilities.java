package dev.signalbox.standard.constraint;

import dev.signalbox.chat.Part;
import dev.signalbox.chat.SteadyTime;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Constraint.Ground;
import dev.signalbox.model.Constraint.Objection;
import dev.signalbox.model.Model;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// What models can do, as the settings and the catalogue say, and as their refusals show where those say nothing. A
/// model of which nothing is known is asked; what it refuses in words that name a capability is remembered for an hour.
///
/// Thread-safe and lock-free.
public final class Capabilities implements Consumer<Event> {
    static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int REMEMBERED_MAX = 10_000;
    private static final Pattern TOOLS = Pattern.compile("\\btools?\\b|\\bfunctions?\\b|tool_choice|tool_calls");
    private static final Pattern IMAGES = Pattern.compile("\\bimages?\\b|image_url|vision|multi-?modal");
    private static final Pattern SOUND = Pattern.compile("\\baudio\\b|input_audio");
    private static final Pattern FILES = Pattern.compile("\\bfiles?\\b|\\bdocuments?\\b|\\bpdfs?\\b");
    private static final Pattern SCHEMA = Pattern.compile("json_schema|json schema|structured output");
    private static final Pattern JSON = Pattern.compile("response_format|json_object|json mode");

    private final InstantSource clock;
    /// Until when, by steady time in milliseconds, a model counts as unable.
    private final ConcurrentHashMap<Key, Long> refusedUntilMs = new ConcurrentHashMap<>();

    private record Key(String model, Capability capability) {}

    public Capabilities(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void accept(Event event) {
        if (!(event instanceof Called called) || !called.ending().equals("DECLINED")) return;
        var words = (called.detail().orElse("") + " " + called.quoted().orElse("")).toLowerCase(Locale.ROOT);
        named(words).ifPresent(capability -> remember(called.model(), capability));
    }

    private void remember(String model, Capability capability) {
        long now = SteadyTime.millis(clock);
        if (refusedUntilMs.size() >= REMEMBERED_MAX) refusedUntilMs.values().removeIf(until -> until <= now);
        if (refusedUntilMs.size() < REMEMBERED_MAX) {
            refusedUntilMs.put(new Key(model, capability), now + REMEMBERED.toMillis());
        }
    }

    private static Optional<Capability> named(String words) {
        if (TOOLS.matcher(words).find()) return Optional.of(Capability.TOOLS);
        if (IMAGES.matcher(words).find()) return Optional.of(Capability.VISION);
        if (SOUND.matcher(words).find()) return Optional.of(Capability.AUDIO);
        if (SCHEMA.matcher(words).find()) return Optional.of(Capability.JSON_SCHEMA);
        if (JSON.matcher(words).find()) return Optional.of(Capability.JSON);
        if (FILES.matcher(words).find()) return Optional.of(Capability.FILES);
        return Optional.empty();
    }

    /// Whether a model has what is needed, or may have it.
    boolean has(Model model, Capability needed) {
        if (model.can().contains(needed)) return true;
        if (!model.can().contains(Capability.UNKNOWN)) return false;
        var until = refusedUntilMs.get(new Key(model.id(), needed));
        return until == null || SteadyTime.millis(clock) >= until;
    }

    /// An objection where a model lacks what a request needs.
    ///
    /// @param lack says so in a sentence, such as `it does not call tools`
    Optional<Objection> objection(String constraint, Model model, Capability needed, String lack) {
        if (has(model, needed)) return Optional.empty();
        var ground = new Ground.LackingGround(needed.name().toLowerCase(Locale.ROOT));
        return Optional.of(new Objection(constraint, model.id(), lack, ground));
    }

    /// The capability that a kind of part needs.
    static Capability of(Part.Kind kind) {
        return switch (kind) {
            case IMAGE -> Capability.VISION;
            case AUDIO -> Capability.AUDIO;
            case FILE -> Capability.FILES;
        };
    }
}
