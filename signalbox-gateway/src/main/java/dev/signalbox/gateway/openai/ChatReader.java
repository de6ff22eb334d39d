package dev.signalbox.gateway.openai;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Request.Late;
import dev.signalbox.chat.Request.Options;
import dev.signalbox.chat.Request.Reuse;
import dev.signalbox.chat.Tool;
import dev.signalbox.gateway.json.JsonCursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Reads the body of a chat completion request in one pass: typed values of what routing needs to know, and slices of
/// the same bytes for everything, so that nothing a client sends is lost. A field that is not known is never an error.
///
/// The field `signalbox` (`{"quality": 0.7, "cost_max_usd": 0.01, "late": "cut",
/// "cache": "no-cache"}`) speaks to us; leaving it
/// out upstream is the provider's part.
public final class ChatReader {
    private static final int CHOICES_MAX = 128;
    private static final List<String> WISHES = List.of("quality", "cost_max_usd", "late", "cache");

    private final JsonCursor json;
    private final Map<String, Json> fields = new LinkedHashMap<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<Tool> tools = new ArrayList<>();
    private final Map<String, String> tags = new LinkedHashMap<>();
    private Optional<String> model = Optional.empty();
    private OptionalInt tokensMax = OptionalInt.empty();
    private OptionalInt completionTokensMax = OptionalInt.empty();
    private OptionalDouble quality = OptionalDouble.empty();
    private OptionalDouble costUsdMax = OptionalDouble.empty();
    private Optional<Late> late = Optional.empty();
    private Optional<Reuse> reuse = Optional.empty();
    private Format format = Format.TEXT;
    private int choices = 1;
    private boolean streaming;
    private boolean usageWanted;
    private boolean messagesGiven;

    /// What is known of a request besides its body.
    ///
    /// @param wishes what headers asked for; the body's own word goes before it
    /// @param headers those that may go to a provider, by their names in lower case
    public record Arrival(
            String id, String tenant, Instant deadline, Request.Wishes wishes, Map<String, String> headers) {}

    private ChatReader(JsonCursor json) {
        this.json = json;
    }

    /// @param body the bytes, which belong to the request from now on
    /// @throws dev.signalbox.RouterException with a [dev.signalbox.Failure.Malformed], and no other
    public static Request read(byte[] body, Arrival arrival) {
        return JsonCursor.read(body, json -> new ChatReader(json).request(body, arrival));
    }

    private Request request(byte[] body, Arrival arrival) {
        for (var name = json.nextField(); name != null; name = json.nextField()) {
            int start = json.start();
            field(name);
            if (!name.equals("messages")) fields.put(name, json.sliceFrom(start));
        }
        if (model.isEmpty()) throw json.missing("model");
        if (!messagesGiven) throw json.missing("messages");
        return new Request(
                arrival.id(),
                Optional.empty(),
                arrival.tenant(),
                model.get(),
                messages,
                tools,
                new Options(
                        completionTokensMax.isPresent() ? completionTokensMax : tokensMax,
                        choices,
                        streaming,
                        usageWanted,
                        format),
                wishes(arrival.wishes()),
                fields,
                Optional.of(new Body(Body.OPENAI_CHAT, Json.of(body))),
                tags,
                arrival.headers(),
                arrival.deadline());
    }

    private Request.Wishes wishes(Request.Wishes headers) {
        return new Request.Wishes(
                quality.isPresent() ? quality : headers.quality(),
                costUsdMax.isPresent() ? costUsdMax : headers.costUsdMax(),
                late.orElse(headers.late()),
                reuse.orElse(headers.reuse()));
    }

    /// Reads one field; the cursor stands on its value before and at its end after.
    private void field(String name) {
        switch (name) {
            case "model" -> model();
            case "messages" -> messages();
            case "tools" -> tools();
            // Sent on as they are written: servers differ in what 0, -1 or a string means to them.
            case "max_tokens" -> tokensMax = json.countIfOne();
            case "max_completion_tokens" -> completionTokensMax = json.countIfOne();
            case "n" -> choices = json.intOrNull(1, CHOICES_MAX).orElse(1);
            case "stream" -> streaming = json.booleanOrNull();
            case "stream_options" -> streamOptions();
            case "response_format" -> responseFormat();
            case "metadata" -> metadata();
            case "signalbox" -> signalbox();
            default -> json.skip();
        }
    }

    private void model() {
        var named = json.string();
        if (named.isEmpty()) throw json.wrongValue("must not be empty");
        model = Optional.of(named);
    }

    private void messages() {
        json.enterArray();
        while (json.nextElement()) messages.add(MessageReader.read(json));
        if (messages.isEmpty()) throw json.wrongValue("must have at least one message");
        messagesGiven = true;
    }

    private void tools() {
        if (json.isNull()) return;
        json.enterArray();
        while (json.nextElement()) {
            int start = json.start();
            json.enterObject();
            var kind = "function";
            var named = Optional.<String>empty();
            for (var name = json.nextField(); name != null; name = json.nextField()) {
                if (name.equals("type")) kind = json.string();
                else if (name.equals("function") || name.equals("custom")) named = MessageReader.name(json);
                else json.skip();
            }
            if (named.isEmpty() && kind.equals("function")) throw json.missing("function.name");
            tools.add(new Tool(named.orElse(kind), json.sliceFrom(start)));
        }
    }

    private void streamOptions() {
        if (json.isNull()) return;
        json.enterObject();
        for (var name = json.nextField(); name != null; name = json.nextField()) {
            if (name.equals("include_usage")) usageWanted = json.booleanOrNull();
            else json.skip();
        }
    }

    private void responseFormat() {
        if (json.isNull()) return;
        json.enterObject();
        for (var name = json.nextField(); name != null; name = json.nextField()) {
            if (!name.equals("type")) {
                json.skip();
                continue;
            }
            format = switch (json.string()) {
                case "json_object" -> Format.JSON;
                case "json_schema" -> Format.JSON_SCHEMA;
                default -> Format.TEXT;
            };
        }
    }

    private Late late() {
        return Late.named(json.string()).orElseThrow(() -> json.wrongValue("must be `pass_on`, `cut` or `continue`"));
    }

    private Reuse reuse() {
        return Reuse.named(json.string()).orElseThrow(() -> json.wrongValue("must be `no-cache` or `no-store`"));
    }

    private void metadata() {
        if (json.isNull()) return;
        json.enterObject();
        for (var name = json.nextField(); name != null; name = json.nextField()) {
            if (json.isString()) tags.put(name, json.string());
            else json.skip();
        }
    }

    private void signalbox() {
        if (json.isNull()) return;
        json.enterObject();
        for (var name = json.nextField(); name != null; name = json.nextField()) {
            switch (name) {
                case "quality" -> quality = json.numberOrNull(0, 1);
                case "cost_max_usd" -> costUsdMax = json.numberOrNull(0, Double.MAX_VALUE);
                case "late" -> late = Optional.of(late());
                case "cache" -> reuse = Optional.of(reuse());
                default -> throw json.unknownField(name, WISHES);
            }
        }
    }
}
