package dev.signalbox.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.chat.Request;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What goes over the wire in tests.
final class Wire {
    static final Model MODEL = new Model(
            "m",
            "up",
            "m-up",
            Price.of(1, 2),
            OptionalInt.empty(),
            Set.<Capability>of(),
            Optional.empty(),
            Model.Prior.UNKNOWN);
    static final String DONE = "data: [DONE]\n\n";

    private Wire() {}

    /// One event of a stream, with a delta and a reason to finish, both in JSON.
    static String event(String delta, String finish) {
        return "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish
                + "}]}\n\n";
    }

    static String answer(String text) {
        return "{\"id\":\"1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}";
    }

    static Request plain() {
        return Request.of("r", "m", "Hi there", Instant.now().plusSeconds(30));
    }

    static Request streaming() {
        return ChatBodyTest.request("{\"model\":\"m\",\"stream\":true,\"messages\":[{\"content\":\"Hi there\"}]}");
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
