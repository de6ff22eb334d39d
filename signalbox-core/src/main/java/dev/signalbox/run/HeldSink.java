package dev.signalbox.run;

import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Sink;
import java.util.ArrayList;
import java.util.List;

/// Holds a stage's chunks back until the stage is accepted, or lets them through at once where nothing is to be judged.
/// Confined to the request's thread.
final class HeldSink implements Sink {
    private final Sink client;
    private final boolean holding;
    private final List<Chunk> held = new ArrayList<>();
    private String route = "";
    private String model = "";
    private boolean released;

    HeldSink(Sink client, boolean holding) {
        this.client = client;
        this.holding = holding;
    }

    @Override
    public void opening(String route, String model) {
        this.route = route;
        this.model = model;
    }

    @Override
    public boolean isClosed() {
        return client.isClosed();
    }

    @Override
    public void accept(Chunk chunk) throws InterruptedException {
        if (holding) {
            held.add(chunk);
            return;
        }
        if (!released) open();
        client.accept(chunk);
    }

    /// Says what was held back.
    void release() throws InterruptedException {
        if (held.isEmpty()) return;
        if (!released) open();
        for (var chunk : held) client.accept(chunk);
        held.clear();
    }

    /// True when the client has heard something of this stage.
    boolean released() {
        return released;
    }

    private void open() {
        released = true;
        client.opening(route, model);
    }
}
