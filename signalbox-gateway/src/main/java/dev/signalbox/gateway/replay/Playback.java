package dev.signalbox.gateway.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.chat.Json;
import dev.signalbox.gateway.openai.ChatStream;
import dev.signalbox.gateway.openai.ErrorReply;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Says one recorded stream at its pace, on the request's event loop. It waits while the listener is slow.
final class Playback {
    private static final byte[] GARBAGE = "data: {\"choices\": [{\"delta\": {\"cont\n\n".getBytes(UTF_8);

    private static final byte[] BAD_UTF8 =
            BadBytes.in("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}\n\n");

    private static final ErrorReply FAILURE = new ErrorReply(
            500,
            "server_error",
            "replayed_fault",
            "This failure was asked for.",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /// How many events a loop has, and how often it is gone through.
    private static final int ROUND = 12;

    private static final int ROUNDS = 60;

    /// What comes after the events.
    private enum Ending {
        DONE,
        SILENCE,
        CLOSED
    }

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final List<byte[]> events;
    private final Ending ending;
    private final double eventsPerMs;
    private final long startNanos;
    private final Runnable whole;
    private int said;
    private boolean gone;

    private Playback(
            Vertx vertx,
            HttpServerRequest request,
            List<byte[]> events,
            Ending ending,
            double eventsPerMs,
            Duration delay,
            Runnable whole) {
        this.whole = whole;
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.events = events;
        this.ending = ending;
        this.eventsPerMs = eventsPerMs;
        this.startNanos = System.nanoTime() + delay.toNanos();
    }

    /// @param delay before the first event
    /// @param whole run when the stream was sent up to its good end
    static void start(
            Vertx vertx,
            HttpServerRequest request,
            Recorded recorded,
            boolean withUsage,
            Optional<Fault> fault,
            OptionalDouble tokensPerSecond,
            Duration delay,
            Runnable whole) {
        var events = new ArrayList<>(recorded.events());
        if (withUsage) events.add(recorded.usage());
        var ending = Ending.DONE;
        if (fault.isPresent()) ending = spoil(events, fault.get(), withUsage);
        double eventsPerMs = tokensPerSecond.isPresent() ? tokensPerSecond.getAsDouble() / 1000 : Double.MAX_VALUE;
        var playback = new Playback(vertx, request, events, ending, eventsPerMs, delay, whole);
        playback.response.closeHandler(_ -> playback.gone = true);
        if (delay.isZero()) playback.play();
        else playback.later(delay.toMillis());
    }

    private static Ending spoil(List<byte[]> events, Fault fault, boolean withUsage) {
        var kept = events.subList(events.size() / 2, events.size());
        return switch (fault) {
            case Fault.Status _,
                    Fault.SlowFirstToken _,
                    Fault.Silence _,
                    Fault.Reset _,
                    Fault.Html _,
                    Fault.GzipBomb _,
                    Fault.Drip _ -> Ending.DONE;
            case Fault.StallFault _ -> {
                kept.clear();
                yield Ending.SILENCE;
            }
            case Fault.CutFault _ -> {
                kept.clear();
                yield Ending.CLOSED;
            }
            case Fault.ErrorEvent _ -> {
                kept.clear();
                events.add(ChatStream.event(Json.of(FAILURE.json())));
                yield Ending.CLOSED;
            }
            case Fault.Garbage _ -> {
                kept.clear();
                events.add(GARBAGE);
                yield Ending.DONE;
            }
            case Fault.BadUtf8 _ -> {
                kept.clear();
                events.add(BAD_UTF8);
                yield Ending.DONE;
            }
            case Fault.LoopFault _ -> {
                // The last is the reason to have ended, or the usage after it.
                var ends = List.copyOf(events.subList(events.size() - (withUsage ? 2 : 1), events.size()));
                kept.clear();
                // Not the first event, which names the speaker.
                var round = List.copyOf(events.subList(Math.max(1, events.size() - ROUND), events.size()));
                // A short answer goes round as long as others do, as a model's loop ends only with its limit.
                int rounds = Math.max(ROUNDS, Math.ceilDiv(ROUND * ROUNDS, Math.max(1, round.size())));
                for (int i = 0; i < rounds; i++) events.addAll(round);
                events.addAll(ends);
                yield Ending.DONE;
            }
        };
    }

    private void play() {
        if (gone) return;
        if (!response.headWritten()) {
            response.setChunked(true).putHeader("content-type", "text/event-stream; charset=utf-8");
        }
        if (!response.writeQueueFull()) {
            var due = Buffer.buffer();
            double elapsedMs = (System.nanoTime() - startNanos) / 1e6;
            double until = Math.min(events.size(), 1 + elapsedMs * eventsPerMs);
            while (said < until) due.appendBytes(events.get(said++));
            if (due.length() > 0) response.write(due);
        }
        if (said < events.size()) later((long) Math.ceil(1 / eventsPerMs));
        else end();
    }

    private void later(long ms) {
        vertx.setTimer(Math.max(1, ms), _ -> play());
    }

    private void end() {
        switch (ending) {
            case DONE -> response.end(Buffer.buffer(Recorded.DONE)).onSuccess(_ -> whole.run());
            case SILENCE -> {}
            case CLOSED -> request.connection().close();
        }
    }
}
