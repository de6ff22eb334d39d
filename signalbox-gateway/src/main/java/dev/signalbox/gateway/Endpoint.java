package dev.signalbox.gateway;

/// What is done for the requests to one address. Blocks as long as it takes; answers through the call's client.
interface Endpoint {
    /// @throws dev.signalbox.RouterException where there is no answer
    /// @throws InterruptedException where nobody waits for it any more
    void serve(Call call) throws InterruptedException;

    /// An endpoint that has the whole answer at once.
    interface Plain {
        Reply answer(Call call);
    }

    static Endpoint plain(Plain plain) {
        return call -> call.client().reply(plain.answer(call).with("x-request-id", call.id()));
    }
}
