package dev.signalbox.gateway;

/// What is done for the requests to one address. Blocks as long as it takes; answers through the call's client.
interface Endpoint {
    /// @throws dev.signalbox.RouterException where there is no answer
    /// @throws InterruptedException where nobody waits for it any more
    void serve(HttpExchange httpExchange) throws InterruptedException;

    /// An endpoint that has the whole answer at once.
    interface Plain {
        HttpReply answer(HttpExchange httpExchange);
    }

    static Endpoint plain(Plain plain) {
        return httpExchange ->
                httpExchange.client().reply(plain.answer(httpExchange).with("x-request-id", httpExchange.id()));
    }
}
