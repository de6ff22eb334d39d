package dev.signalbox.gateway.replay;

import dev.signalbox.Failure;
import dev.signalbox.Nearest;
import dev.signalbox.RouterException;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Wishes;
import dev.signalbox.gateway.openai.ChatReader;
import dev.signalbox.gateway.openai.ChatWriter;
import dev.signalbox.gateway.openai.ErrorReply;
import dev.signalbox.gateway.replay.Recordings.Recording;
import dev.signalbox.gateway.replay.ReplayOptions.FaultShare;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.JsonNodeFactory;

/// A server that speaks OpenAI's chat format and answers with what models once said: the last user message is looked
/// up among the [Recordings], and the request's `model` says whose answer it is. After a tool's result, the result is
/// looked up first; if it isn't recorded, the answer to the user's message comes without its tool calls, so that an
/// agent doesn't call them for ever. It fails on demand: where the options
/// say so, or where a request's header `x-replay-fault` or field `x_replay_fault` names a [Fault] (the field also gets
/// through a gateway).
///
/// It stays on its event loops and keeps the bytes of what it said, so that it can be the other end of a load test.
/// Thread-safe.
public final class ReplayUpstream implements AutoCloseable {
    private static final String FAULT_HEADER = "x-replay-fault";
    private static final String FAULT_FIELD = "x_replay_fault";
    private static final int KEPT_MAX = 512;
    private static final byte[] BAD_UTF8 = BadBytes.in(
            "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"finish_reason\":\"stop\"}]}");

    /// Who listens on a free port with the same share listens on the same port. Keeps apart from each
    /// other, and from the gateway's, which may be in the same process.
    private static final AtomicInteger PORT_SHARES = new AtomicInteger(2);

    private final int portShare = PORT_SHARES.getAndIncrement();
    private final Vertx vertx;
    private final Recordings recordings;
    private final ReplayOptions options;
    private final long created;
    private final AtomicLong calls = new AtomicLong();
    private final Tallies tallies = new Tallies();
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final Map<String, Spoken> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Spoken> eldest) {
            return size() > KEPT_MAX;
        }
    };
    private String deployment = "";

    /// A recorded answer, and what is sent of it whole: plain, as a stream, as a stream with usage.
    private record Spoken(Recorded recorded, Buffer plain, Buffer stream, Buffer streamWithUsage) {
        static Spoken of(Recorded recorded) {
            return new Spoken(
                    recorded,
                    Buffer.buffer(recorded.plain()),
                    Buffer.buffer(recorded.stream(false)),
                    Buffer.buffer(recorded.stream(true)));
        }
    }

    private ReplayUpstream(Vertx vertx, Recordings recordings, ReplayOptions options, Instant created) {
        this.vertx = vertx;
        this.recordings = recordings;
        this.options = options;
        this.created = created.getEpochSecond();
    }

    /// Blocks until the port is open.
    ///
    /// @param vertx stays the caller's to close
    /// @param created the time of creation of every answer
    public static ReplayUpstream start(Vertx vertx, Recordings recordings, ReplayOptions options, Instant created) {
        var upstream = new ReplayUpstream(vertx, recordings, options, created);
        var everywhere =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        upstream.deployment =
                vertx.deployVerticle(() -> _ -> upstream.listen(), everywhere).await();
        return upstream;
    }

    public int port() {
        return servers.getFirst().actualPort();
    }

    /// What each model was asked and has answered so far.
    public Map<String, Tally> tallies() {
        return tallies.byModel();
    }

    @Override
    public void close() {
        vertx.undeploy(deployment).await();
    }

    private Future<HttpServer> listen() {
        var address = options.port() == 0
                ? SocketAddress.sharedRandomPort(portShare, options.host())
                : SocketAddress.inetSocketAddress(options.port(), options.host());
        return vertx.createHttpServer()
                .requestHandler(this::receive)
                .listen(address)
                .onSuccess(servers::add);
    }

    private void receive(HttpServerRequest request) {
        if (request.method() == HttpMethod.GET && "/v1/models".equals(request.path())) {
            json(request.response(), 200, Buffer.buffer(models()));
        } else if (request.method() == HttpMethod.POST && "/v1/chat/completions".equals(request.path())) {
            request.bodyHandler(body -> answer(request, body.getBytes()));
        } else {
            fail(request.response(), ErrorReply.of(404, "not_found", "There is nothing at this path."));
        }
    }

    private void answer(HttpServerRequest request, byte[] body) {
        try {
            var chat = ChatReader.read(
                    body, new ChatReader.Arrival("replay", "default", Instant.MAX, Wishes.NONE, Map.of()));
            var spoken = spoken(chat);
            play(request, chat, spoken, fault(request, chat));
        } catch (RouterException wrong) {
            fail(request.response(), ErrorReply.of(wrong.failure()));
        }
    }

    private Spoken spoken(Request chat) {
        var model = chat.model();
        var result = Optional.of(chat.messages().getLast()).filter(message -> message.role() == Role.TOOL);
        var afterResult = result.flatMap(message -> recordings.find(message.text()));
        var recording = afterResult.or(() -> recordings.find(lastUserText(chat)));
        var answer =
                recording.flatMap(found -> Optional.ofNullable(found.answers().get(model)));
        if (answer.isPresent()) {
            var additions = recording.get().additions(model);
            boolean again = result.isPresent() && afterResult.isEmpty();
            if (!again) return spoken(recording.get(), model, answer.get(), additions);
            if (!answer.get().isEmpty())
                return spoken(recording.get(), model, answer.get(), additions.withoutToolCalls());
        }
        if (options.unknown().isPresent()) {
            var unknown = new Recording("unknown", "", Map.of());
            return spoken(unknown, model, options.unknown().get(), Additions.NONE);
        }
        throw new RouterException(unknown(model, recording, answer.isPresent()));
    }

    private Failure unknown(String model, Optional<Recording> recording, boolean onlyCalls) {
        if (!recordings.models().contains(model)) {
            return new Failure.UnknownModel(model, Nearest.to(model, recordings.models()));
        }
        var missing = onlyCalls
                ? "no recorded answer to this tool result"
                : recording
                        .map(found -> "no recorded answer to the prompt `%s`".formatted(found.id()))
                        .orElse("no recorded answer to this prompt");
        return new Failure.Malformed(
                "no_recorded_answer",
                "The model `%s` is known, but there is %s. Record one, or start with `--unknown TEXT`, which answers everything else."
                        .formatted(model, missing),
                Optional.of("messages"));
    }

    private Spoken spoken(Recording recording, String model, String answer, Additions additions) {
        var id = recording.id();
        var key = "%s\n%s\n%d".formatted(model, id, additions.toolCalls().size());
        synchronized (kept) {
            return kept.computeIfAbsent(
                    key, _ -> Spoken.of(Recorded.of(id, model, recording.text(), answer, additions, created)));
        }
    }

    private static String lastUserText(Request chat) {
        for (var message : chat.messages().reversed()) {
            if (message.role() == Role.USER) return message.text();
        }
        return "";
    }

    private Optional<Fault> fault(HttpServerRequest request, Request chat) {
        var header = request.getHeader(FAULT_HEADER);
        var field = chat.fields().get(FAULT_FIELD);
        try {
            if (header != null) return Optional.of(Fault.parse(header));
            if (field != null) return Optional.of(Fault.parse(field.toString().replace("\"", "")));
        } catch (IllegalArgumentException unknown) {
            throw new RouterException(new Failure.Malformed(
                    "invalid_value", "In `x-replay-fault`: " + unknown.getMessage(), Optional.empty()));
        }
        FaultShare share =
                options.faults().getOrDefault(chat.model(), options.faults().get(ReplayOptions.ALL));
        if (share == null) return Optional.empty();
        var random = new SplittableRandom(options.seed() + calls.getAndIncrement());
        if (random.nextDouble() >= share.share()) return Optional.empty();
        return Optional.of(share.faults().get(random.nextInt(share.faults().size())));
    }

    private void play(HttpServerRequest request, Request chat, Spoken spoken, Optional<Fault> fault) {
        tallies.asked(chat.model(), fault);
        var streaming = chat.options().streaming();
        var usage = chat.options().usageWanted();
        var delay = options.firstTokenDelay();
        if (fault.isPresent()) {
            switch (fault.get()) {
                case Fault.Status(int status) -> {
                    fail(request.response(), ErrorReply.of(status, "replayed_fault", "This failure was asked for."));
                    return;
                }
                case Fault.Silence _ -> {
                    return;
                }
                case Fault.Reset _ -> {
                    WireFaults.reset(request);
                    return;
                }
                case Fault.Html _ -> {
                    WireFaults.html(request.response());
                    return;
                }
                case Fault.GzipBomb _ -> {
                    WireFaults.bomb(vertx, request.response(), streaming);
                    return;
                }
                case Fault.Drip(var between) -> {
                    var bytes = streaming ? usage ? spoken.streamWithUsage() : spoken.stream() : spoken.plain();
                    WireFaults.drip(vertx, request.response(), bytes, streaming, between);
                    return;
                }
                case Fault.SlowFirstToken(var longer) -> delay = longer;
                case Fault.StallFault _,
                        Fault.CutFault _,
                        Fault.ErrorEvent _,
                        Fault.Garbage _,
                        Fault.BadUtf8 _,
                        Fault.LoopFault _ -> {
                    // These say something first; the playback, or the plain answer, brings them about.
                }
            }
        }
        var sound = fault.isEmpty() || fault.get() instanceof Fault.SlowFirstToken;
        Runnable whole = sound ? () -> tallies.answered(chat.model(), spoken.recorded()) : () -> {};
        if (!streaming) {
            after(delay, () -> plain(request, spoken.plain(), fault, whole));
        } else if (fault.isEmpty()
                && delay.isZero()
                && options.tokensPerSecond().isEmpty()) {
            request.response()
                    .putHeader("content-type", "text/event-stream; charset=utf-8")
                    .end(usage ? spoken.streamWithUsage() : spoken.stream())
                    .onSuccess(_ -> whole.run());
        } else {
            Playback.start(vertx, request, spoken.recorded(), usage, fault, options.tokensPerSecond(), delay, whole);
        }
    }

    private void after(Duration delay, Runnable action) {
        if (delay.isZero()) action.run();
        else vertx.setTimer(Math.max(1, delay.toMillis()), _ -> action.run());
    }

    private static void plain(HttpServerRequest request, Buffer body, Optional<Fault> fault, Runnable whole) {
        var response = request.response();
        if (response.closed()) return;
        switch (fault.orElse(new Fault.SlowFirstToken(Duration.ZERO))) {
            case Fault.StallFault _ -> {}
            case Fault.CutFault _ -> {
                response.putHeader("content-length", Integer.toString(body.length()));
                response.write(body.slice(0, body.length() / 2))
                        .onComplete(_ -> request.connection().close());
            }
            case Fault.ErrorEvent _ ->
                fail(response, ErrorReply.of(500, "replayed_fault", "This failure was asked for."));
            case Fault.Garbage _ -> json(response, 200, Buffer.buffer("<html>this is no JSON</html>"));
            case Fault.BadUtf8 _ -> json(response, 200, Buffer.buffer(BAD_UTF8));
            case Fault.LoopFault _,
                    Fault.SlowFirstToken _,
                    Fault.Status _,
                    Fault.Silence _,
                    Fault.Reset _,
                    Fault.Html _,
                    Fault.GzipBomb _,
                    Fault.Drip _ -> json(response, 200, body).onSuccess(_ -> whole.run());
        }
    }

    private static void fail(HttpServerResponse response, ErrorReply error) {
        json(response, error.status(), Buffer.buffer(error.json()));
    }

    private static Future<Void> json(HttpServerResponse response, int status, Buffer body) {
        return response.setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body);
    }

    private byte[] models() {
        var list = JsonNodeFactory.instance.objectNode().put("object", "list");
        var data = list.putArray("data");
        for (var model : recordings.models()) {
            data.addObject()
                    .put("id", model)
                    .put("object", "model")
                    .put("created", created)
                    .put("owned_by", "replay");
        }
        return ChatWriter.bytes(list);
    }
}
