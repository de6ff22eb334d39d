package dev.signalbox.standard.sensor;

import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a request says of itself, without reading its text: turns, attachments, tools and the answer it wants.
public final class ConversationSensor implements Sensor<ReceivedMoment> {
    /// How often the user has spoken.
    public static final SignalKey<Double> TURNS = SignalKey.score("turns");
    /// Characters (UTF-16) of text in all messages.
    public static final SignalKey<Double> CHARACTERS = SignalKey.score("characters");
    public static final SignalKey<Boolean> SYSTEM_PROMPT = SignalKey.flag("system_prompt");
    public static final SignalKey<Boolean> IMAGES = SignalKey.flag("images");
    public static final SignalKey<Boolean> AUDIO = SignalKey.flag("audio");
    public static final SignalKey<Boolean> FILES = SignalKey.flag("files");
    /// Tools are offered.
    public static final SignalKey<Boolean> TOOLS = SignalKey.flag("tools");
    /// How many tools are offered.
    public static final SignalKey<Double> TOOL_COUNT = SignalKey.score("tool_count");
    /// `text`, `json` or `json_schema`.
    public static final SignalKey<String> FORMAT = SignalKey.label("format");
    public static final SignalKey<Boolean> STRUCTURED_OUTPUT = SignalKey.flag("structured_output");
    /// The longest answer the client takes, in tokens; absent where it did not say.
    public static final SignalKey<Double> OUTPUT_TOKENS_MAX = SignalKey.score("output_tokens_max");
    /// How many answers the client wants.
    public static final SignalKey<Double> CHOICES = SignalKey.score("choices");

    static final List<SignalKey<?>> KEYS = List.of(
            TURNS,
            CHARACTERS,
            SYSTEM_PROMPT,
            IMAGES,
            AUDIO,
            FILES,
            TOOLS,
            TOOL_COUNT,
            FORMAT,
            STRUCTURED_OUTPUT,
            OUTPUT_TOKENS_MAX,
            CHOICES);

    @Override
    public String name() {
        return "conversation";
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        var request = moment.request();
        var signals = new ArrayList<Signal<?>>(KEYS.size());
        addMessages(request, signals);
        signals.add(TOOLS.of(!request.tools().isEmpty()));
        signals.add(TOOL_COUNT.of((double) request.tools().size()));
        var options = request.options();
        signals.add(FORMAT.of(options.format().name().toLowerCase(Locale.ROOT)));
        signals.add(STRUCTURED_OUTPUT.of(options.format() != Format.TEXT));
        signals.add(CHOICES.of((double) options.choices()));
        options.outputTokensMax().ifPresent(most -> signals.add(OUTPUT_TOKENS_MAX.of((double) most)));
        return signals;
    }

    private static void addMessages(Request request, List<Signal<?>> signals) {
        int turns = 0;
        boolean system = false;
        long characters = 0;
        var media = new boolean[Part.Kind.values().length];
        for (var message : request.messages()) {
            if (message.role() == Role.USER) turns++;
            system |= message.role() == Role.SYSTEM;
            characters += read(message, media);
        }
        signals.add(TURNS.of((double) turns));
        signals.add(CHARACTERS.of((double) characters));
        signals.add(SYSTEM_PROMPT.of(system));
        signals.add(IMAGES.of(media[Part.Kind.IMAGE.ordinal()]));
        signals.add(AUDIO.of(media[Part.Kind.AUDIO.ordinal()]));
        signals.add(FILES.of(media[Part.Kind.FILE.ordinal()]));
    }

    /// Notes what is attached, and counts the characters.
    private static long read(Message message, boolean[] media) {
        long characters = 0;
        for (var part : message.parts()) {
            switch (part) {
                case Part.Text(var text) -> characters += text.length();
                case Part.Media(var kind, var _) -> media[kind.ordinal()] = true;
                case Part.Other _ -> {}
            }
        }
        return characters;
    }
}
