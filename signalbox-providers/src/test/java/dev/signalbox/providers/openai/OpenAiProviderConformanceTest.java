package dev.signalbox.providers.openai;

import dev.signalbox.provider.Provider;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.Secret;
import dev.signalbox.providers.http.UpstreamOptions;
import dev.signalbox.testkit.ProviderKit;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class OpenAiProviderConformanceTest extends ProviderKit {
    private static Vertx vertx;

    @SuppressWarnings("NullAway.Init")
    private SocketServer server;

    @SuppressWarnings("NullAway.Init")
    private OpenAiProvider provider;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    @AfterEach
    void close() throws IOException {
        provider.close();
        server.close();
    }

    @Override
    protected String key() {
        return "sk-conformance-key";
    }

    @Override
    protected Provider provider(KitUpstream upstream) {
        try {
            server = new SocketServer(client -> play(upstream, client));
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        var options = UpstreamOptions.of("up", URI.create(server.url())).withKey(new Secret(key()));
        provider = new OpenAiProvider(new HttpUpstream(vertx, options, InstantSource.system()), InstantSource.system());
        return provider;
    }

    private void play(KitUpstream upstream, SocketServer.Client client) throws IOException {
        switch (upstream) {
            case KitUpstream.Speaks(var pieces) -> {
                if (client.wantsStream())
                    client.stream(events(pieces) + Wire.event("{}", "\"stop\"") + Wire.DONE, true);
                else client.answer(200, Wire.answer(String.join("", pieces)));
            }
            case KitUpstream.FallsSilent(var pieces, var asked, var gone) -> {
                asked.countDown();
                if (!pieces.isEmpty()) client.beginStream(events(pieces));
                client.untilGone();
                gone.countDown();
            }
            case KitUpstream.HangsUp(var pieces) -> {
                if (pieces.isEmpty()) client.close();
                else client.stream(events(pieces), false);
            }
            case KitUpstream.Denies() ->
                client.answer(
                        401, "{\"error\":{\"message\":\"no such key: %1$s\",\"code\":\"%1$s\"}}".formatted(key()));
        }
    }

    private static String events(List<String> pieces) {
        var events = new StringBuilder();
        for (var piece : pieces) events.append(Wire.event("{\"content\":\"" + piece + "\"}", "null"));
        return events.toString();
    }
}
