package dev.signalbox.gateway.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Failure;
import dev.signalbox.chat.Usage;
import dev.signalbox.model.Constraint.Objection;
import dev.signalbox.provider.ProviderException.Details;
import dev.signalbox.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorReplyTest {
    @Test
    void everyFailureHasItsStatusAndCode() {
        assertReply(new Failure.Malformed("invalid_type", "no", Optional.of("n")), 400, "invalid_type");
        assertReply(new Failure.TooLarge(10), 413, "request_too_large");
        assertReply(new Failure.UnknownModel("m", Optional.empty()), 404, "model_not_found");
        assertReply(new Failure.NoRoute(), 404, "no_route");
        assertReply(new Failure.NotPermitted("r", List.of(new Objection("c", "m", "why"))), 403, "not_permitted");
        assertReply(new Failure.Busy(Duration.ofSeconds(1)), 503, "overloaded");
        assertReply(new Failure.DeadlinePassed(), 504, "deadline_exceeded");
        assertReply(new Failure.Cancelled(), 499, "cancelled");
        assertReply(new Failure.Smuggled("r", "m"), 500, "internal_error");
        assertReply(new Failure.Broken(), 500, "internal_error");
    }

    private static void assertReply(Failure failure, int status, String code) {
        var reply = ErrorReply.of(failure);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.message()).isEqualTo(failure.message());
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSED, 400, false",
        "TOO_LONG, 400, false",
        "THROTTLED, 429, true",
        "OVERLOADED, 503, true",
        "TIMED_OUT, 504, false",
        "UNREACHABLE, 502, false",
        "DENIED, 502, false",
        "BROKEN, 502, false",
        "REJECTED, 502, false"
    })
    void anUpstreamFailureKeepsItsMeaning(Kind kind, int status, boolean again) {
        var reply = ErrorReply.of(new Failure.ProviderFailed(kind, "it failed", Details.NONE));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.again()).isEqualTo(again);
    }

    @ParameterizedTest
    @CsvSource({"400, 400", "404, 404", "413, 413", "422, 422", "401, 400", "403, 400", "429, 400", "500, 400"})
    void aRefusalKeepsTheStatusThatSpeaksOfTheRequest(int upstream, int status) {
        assertThat(ErrorReply.of(refused(upstream)).status()).isEqualTo(status);
    }

    @Test
    void aRefusalKeepsTypeCodeAndParam() {
        var reply = ErrorReply.of(refused(422));

        assertThat(new String(reply.json(), UTF_8)).isEqualTo("""
                        {"error":{"message":"no","type":"their_type","param":"temperature","code":"bad_thing"}}""");
        assertThat(reply.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void aKeyThatIsOursDoesNotLookLikeTheClients() {
        var details = new Details(
                OptionalInt.of(401),
                Optional.of("invalid_request_error"),
                Optional.of("invalid_api_key"),
                Optional.empty(),
                Optional.empty(),
                Usage.NONE);
        var reply = ErrorReply.of(new Failure.ProviderFailed(Kind.DENIED, "no", details));

        assertThat(reply.code()).isEqualTo("upstream_denied");
        assertThat(reply.type()).isEqualTo("upstream_error");
    }

    private static Failure refused(int status) {
        return new Failure.ProviderFailed(
                Kind.REFUSED,
                "no",
                new Details(
                        OptionalInt.of(status),
                        Optional.of("their_type"),
                        Optional.of("bad_thing"),
                        Optional.of("temperature"),
                        Optional.of(Duration.ofSeconds(7)),
                        Usage.NONE));
    }
}
