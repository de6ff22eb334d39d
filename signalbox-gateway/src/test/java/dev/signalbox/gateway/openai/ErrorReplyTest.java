package dev.signalbox.gateway.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Failure;
import dev.signalbox.chat.Usage;
import dev.signalbox.model.Constraint.Ground;
import dev.signalbox.model.Constraint.Objection;
import dev.signalbox.provider.ProviderException.Details;
import dev.signalbox.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        "REFUSED, 400, ,",
        "DECLINED, 400, ,",
        "TOO_LONG, 400, ,",
        "THROTTLED, 429, true, true",
        "OVERLOADED, 503, true, true",
        "TIMED_OUT, 504, , false",
        "LATE, 504, , false",
        "UNREACHABLE, 502, , false",
        "DENIED, 502, , false",
        "BROKEN, 502, , false",
        "REJECTED, 502, , false"
    })
    void anUpstreamFailureKeepsItsMeaning(
            Kind kind, int status, @Nullable Boolean alone, @Nullable Boolean afterOthers) {
        var one = ErrorReply.of(new Failure.ProviderFailed(kind, "it failed", Details.NONE, false));
        var last = ErrorReply.of(new Failure.ProviderFailed(kind, "it failed", Details.NONE, true));

        assertThat(one.status()).isEqualTo(status);
        assertThat(one.again()).isEqualTo(Optional.ofNullable(alone));
        assertThat(last.again()).isEqualTo(Optional.ofNullable(afterOthers));
    }

    @Test
    void whatAProviderDoesNotHaveIsNoFaultOfTheRequest() {
        var details = new Details(
                OptionalInt.of(404),
                Optional.of("invalid_request_error"),
                Optional.of("model_not_found"),
                Optional.of("model"),
                Optional.empty(),
                Usage.NONE);
        var reply = ErrorReply.of(new Failure.ProviderFailed(Kind.BROKEN, "no such model", details));

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.type()).isEqualTo("upstream_error");
        assertThat(reply.code()).isEqualTo("upstream_not_found");
        assertThat(reply.param()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalTellsTheClientWhatItCanDo(List<Objection> objections, int status, String code) {
        assertReply(Failure.nobody("r", objections), status, code);
    }

    static Stream<Arguments> refusals() {
        var policy = new Objection("privacy", "p", "it is served abroad");
        var lacking = new Objection("tools", "l", "it does not call tools", new Ground.LackingGround("tools"));
        var small = new Objection("context", "s", "it is small", new Ground.TooLongGround(1_000));
        var large = new Objection("context", "t", "it is small, too", new Ground.TooLongGround(2_000));
        var dear = new Objection("budget", "d", "it costs too much", Ground.COST);
        var broken = new Objection("health", "b", "rests", new Ground.RestingGround(Duration.ofSeconds(9), false));
        var throttled = new Objection("health", "h", "rests", new Ground.RestingGround(Duration.ofSeconds(4), true));
        var policyToo = new Objection("privacy", "h", "it is served abroad");
        return Stream.of(
                Arguments.of(List.of(policy), 403, "not_permitted"),
                Arguments.of(List.of(policy, lacking), 400, "unsupported_by_models"),
                Arguments.of(List.of(policy, lacking, small, large), 400, "context_length_exceeded"),
                Arguments.of(List.of(policy, dear), 402, "insufficient_budget"),
                Arguments.of(List.of(policy, small, broken, throttled), 503, "models_resting"),
                Arguments.of(List.of(policy, small, throttled), 429, "rate_limit_exceeded"),
                // A model that rests and is not permitted either will not be asked when its rest is over.
                Arguments.of(List.of(policy, throttled, policyToo), 403, "not_permitted"));
    }

    @Test
    void aRestTellsWhenItIsOverAndTheLargestContextIsNamed() {
        var rests = List.of(
                new Objection("health", "a", "rests", new Ground.RestingGround(Duration.ofMillis(8_200), true)),
                new Objection("health", "b", "rests", new Ground.RestingGround(Duration.ofMillis(3_100), true)));
        var reply = ErrorReply.of(Failure.nobody("r", rests));
        assertThat(reply.retryAfter()).contains(Duration.ofMillis(3_100));
        assertThat(reply.again()).contains(true);
        assertThat(reply.message()).endsWith("Try again in 4 s.");

        var small = List.of(
                new Objection("context", "a", "small", new Ground.TooLongGround(1_000)),
                new Objection("context", "b", "small", new Ground.TooLongGround(2_000)));
        var long_ = ErrorReply.of(Failure.nobody("r", small));
        assertThat(long_.param()).contains("messages");
        assertThat(long_.message()).contains("maximum context length is 2000 tokens");
    }

    @Test
    void aMessageNamesAFewOfManyModels() {
        var many = IntStream.range(0, 10_000)
                .mapToObj(i -> new Objection("privacy", "m" + i, "it is served abroad"))
                .toList();
        assertThat(Failure.nobody("r", many).message()).hasSizeLessThan(1_000).contains("and 9,992 more");
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
