package dev.signalbox.standard.sensor;

import dev.signalbox.chat.Message;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Script;
import dev.signalbox.chat.TokenTally;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.List;

/// How many tokens the whole conversation is, with what the chat format adds around messages and tools.
///
/// The newest messages are counted, up to 6,000 characters; older and longer text is estimated from slices of it, so
/// that a long conversation costs a bounded time. Tools, images and files can only be estimated: each provider turns
/// them into tokens in its own way.
public final class TokenSensor implements Sensor<ReceivedMoment> {
    public static final SignalKey<Double> TOKENS = SignalKey.score("tokens");
    /// The number may be far off for a model: not all was counted, or the text is one of which tokenizers make very
    /// different numbers. Else they differ by some ten percent.
    public static final SignalKey<Boolean> TOKENS_ESTIMATED = SignalKey.flag("tokens_estimated");

    /// The [Script] of most of the conversation.
    public static final SignalKey<String> SCRIPT = SignalKey.label("token_script");
    /// The tokens by script alone ([TokenTally]), which a model's learnt rate makes its own number.
    public static final SignalKey<Double> SCRIPT_TOKENS = SignalKey.score("script_tokens");

    private static final int EXACT_CHARS = 6_000;
    /// What the chat format adds to every message (its role among it) and to the whole.
    private static final int MESSAGE_TOKENS = 4;

    private static final int CONVERSATION_TOKENS = 3;
    private static final double JSON_CHARS_PER_TOKEN = 4;
    /// OpenAI's count for a picture of 1024 by 1024. A picture's size is not known here.
    private static final int IMAGE_TOKENS = 765;

    private final TokenCounter counter = new TokenCounter();

    @Override
    public String name() {
        return "tokens";
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        var request = moment.request();
        var texts = new ArrayList<String>();
        double tokens = CONVERSATION_TOKENS;
        boolean estimated = false;
        for (var message : request.messages().reversed()) {
            tokens += MESSAGE_TOKENS;
            estimated |= collect(message, texts);
            tokens += images(message) * IMAGE_TOKENS;
        }
        double tools = tools(request);
        double added = tokens;
        int exact = exact(texts);
        for (var text : texts.subList(0, exact)) tokens += counter.count(text);
        var rest = texts.subList(exact, texts.size());
        tokens += counter.estimate(rest, chars(rest));
        var tally = new TokenTally();
        for (var text : texts.subList(0, exact)) tally.add(text);
        double beyondSlices = TokenCounter.tally(rest, chars(rest), tally);
        double whole = added + tools + tally.tokens() + beyondSlices;
        estimated |= tools > 0 || !rest.isEmpty() || tally.script() != Script.LATIN;
        return List.of(
                TOKENS.of((double) Math.round(tokens + tools)),
                TOKENS_ESTIMATED.of(estimated),
                SCRIPT.of(tally.script().label()),
                SCRIPT_TOKENS.of((double) Math.round(whole)));
    }

    /// Adds the message's texts. True where something in it is not text.
    private static boolean collect(Message message, List<String> texts) {
        boolean other = false;
        for (var part : message.parts()) {
            if (part instanceof Part.Text(var text)) texts.add(text);
            else other = true;
        }
        for (var call : message.toolCalls()) {
            texts.add(call.name());
            texts.add(call.arguments());
        }
        return other;
    }

    private static int images(Message message) {
        int images = 0;
        for (var part : message.parts()) {
            if (part instanceof Part.Media(var kind, var _) && kind == Part.Kind.IMAGE) images++;
        }
        return images;
    }

    private static double tools(Request request) {
        double chars = 0;
        for (var tool : request.tools()) chars += tool.definition().length();
        return chars / JSON_CHARS_PER_TOKEN;
    }

    /// How many of the texts are counted and not estimated.
    private static int exact(List<String> texts) {
        int exact = 0;
        for (int left = EXACT_CHARS; exact < texts.size(); exact++) {
            left -= texts.get(exact).length();
            if (left < 0) break;
        }
        return exact;
    }

    private static long chars(List<String> texts) {
        long chars = 0;
        for (var text : texts) chars += text.length();
        return chars;
    }
}
