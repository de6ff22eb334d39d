package dev.signalbox.gateway;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.impl.http2.codec.Http1xUpgradeToH2CHandler;
import io.vertx.core.http.impl.tcp.Http1xOrH2CHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Closes connections to a gateway whose first request's head has not arrived in time.
///
/// Vert.x knows a connection only when its first head has arrived, since this head may ask for HTTP/2. Until then the
/// connection is Netty's alone, and this extension, which Netty calls for each one that is accepted, is the only door
/// to
/// it. Thread-safe.
public final class FirstHead extends ChannelInitializerExtension {
    /// Netty's own setting: without it extensions are not looked for.
    private static final String EXTENSIONS = "io.netty.bootstrap.extensions";

    private static final Map<Integer, Duration> LIMITS = new ConcurrentHashMap<>();
    /// The handlers of a connection whose first head has not arrived.
    private static final List<Class<? extends ChannelHandler>> WAITING =
            List.of(Http1xOrH2CHandler.class, Http1xUpgradeToH2CHandler.class);

    /// To be called before the first server of the process listens.
    static void install() {
        if (System.getProperty(EXTENSIONS) == null) System.setProperty(EXTENSIONS, "serviceload");
    }

    /// @param port of the gateway
    static void limit(int port, Duration limit) {
        LIMITS.put(port, limit);
    }

    static void forget(int port) {
        LIMITS.remove(port);
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        if (!(channel.localAddress() instanceof InetSocketAddress address)) return;
        var limit = LIMITS.get(address.getPort());
        if (limit == null) return;
        channel.pipeline().addLast(new Watch(limit));
    }

    /// Waits from the moment at which the connection is open, and is then no part of it any more.
    private static final class Watch extends ChannelInboundHandlerAdapter {
        private final Duration limit;

        Watch(Duration limit) {
            this.limit = limit;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            var channel = context.channel();
            var unused = context.executor()
                    .schedule(
                            () -> {
                                if (isWaiting(channel)) channel.close();
                            },
                            limit.toMillis(),
                            TimeUnit.MILLISECONDS);
            context.fireChannelActive();
            context.pipeline().remove(this);
        }
    }

    private static boolean isWaiting(Channel channel) {
        return WAITING.stream().anyMatch(handler -> channel.pipeline().get(handler) != null);
    }
}
