package dev.signalbox.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.app.settings.SettingsException;
import dev.signalbox.journal.Event;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    private final Fixture fixture = new Fixture();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String header(HttpResponse<String> reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }

    private static List<Event.Called> calls(SignalboxServer box, HttpResponse<String> reply) {
        return box.journal().events(header(reply, "x-signalbox-request")).stream()
                .filter(Event.Called.class::isInstance)
                .map(Event.Called.class::cast)
                .toList();
    }

    @Test
    void theSecondAnswerCostsNothingAsksNobodyAndNamesTheFirst() throws Exception {
        try (var box = fixture.box(fixture.yaml("default: {models: [small]}") + "cache: {exact: all}", folder)) {
            var first = fixture.ask(box, "auto", "");
            assertThat(header(first, "x-signalbox-cache")).isEqualTo("miss");
            var second = fixture.ask(box, "auto", ",\"user\":\"me\"");
            assertThat(header(second, "x-signalbox-cache")).isEqualTo("exact");
            assertThat(header(second, "x-signalbox-model")).isEqualTo("small");
            assertThat(header(second, "x-signalbox-cost-usd")).isEqualTo("0");
            assertThat(second.body()).contains("Paris.");
            assertThat(calls(box, second)).singleElement().satisfies(call -> {
                assertThat(call.ending()).isEqualTo(Event.Called.RECALLED);
                assertThat(call.costUsd()).isZero();
                assertThat(call.detail().orElseThrow()).contains(header(first, "x-signalbox-request"));
            });
        }
    }

    @Test
    void aHitStreamsAsAnyAnswerDoes() throws Exception {
        try (var box = fixture.box(fixture.yaml("default: {models: [small]}") + "cache: {exact: all}", folder)) {
            fixture.ask(box, "auto", "");
            var stream = fixture.ask(box, "auto", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
            assertThat(header(stream, "x-signalbox-cache")).isEqualTo("exact");
            assertThat(stream.body())
                    .contains("\"role\":\"assistant\"", "Paris.", "\"finish_reason\":\"stop\"", "\"usage\"")
                    .endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void aClientCanWantANewAnswerAndOtherParametersAreOtherRequests() throws Exception {
        try (var box = fixture.box(fixture.yaml("default: {models: [small]}") + "cache: {exact: all}", folder)) {
            fixture.ask(box, "auto", "");
            var fresh = fixture.ask(box, "auto", ",\"signalbox\":{\"cache\":\"no-cache\"}");
            assertThat(header(fresh, "x-signalbox-cache")).isEqualTo("miss");
            var apart = fixture.ask(box, "auto", ",\"signalbox\":{\"cache\":\"no-store\"}");
            assertThat(header(apart, "x-signalbox-cache")).isEmpty();
            var warm = fixture.ask(box, "auto", ",\"temperature\":0.3");
            assertThat(header(warm, "x-signalbox-cache")).isEqualTo("miss");
            var wrong = fixture.ask(box, "auto", ",\"signalbox\":{\"cache\":\"maybe\"}");
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(wrong.body()).contains("no-store");
        }
    }

    @Test
    void nothingIsKeptWhereTheRouteDoesNotSaySoAndWhatWasNotAcceptedNeverIs() throws Exception {
        var picky = """
                default:
                  models: [small]
                  cache: {exact: all}
                  checks: [empty]
                  strategies: {picky: {cascade: [{call: small, accept: checks_failed > 0}], exhausted: best_so_far}}
                other: {models: [small]}""";
        try (var box = fixture.box(fixture.yaml(picky), folder)) {
            for (int i = 0; i < 2; i++) {
                assertThat(header(fixture.ask(box, "auto/default", ""), "x-signalbox-cache"))
                        .isEqualTo("miss");
                assertThat(header(fixture.ask(box, "auto/other", ""), "x-signalbox-cache"))
                        .isEmpty();
            }
        }
    }

    @Test
    void settingsThatCanNotBeAreToldAtTheStart() {
        assertThatThrownBy(() -> settings("cache: {semantic: true}")).hasStackTraceContaining("exact: repeatable");
        assertThatThrownBy(() -> settings("cache: {exact: all, semantic: true}"))
                .hasStackTraceContaining("needs an encoder");
        assertThatThrownBy(() -> settings("cache: {exact: all, by: langauge}"))
                .hasStackTraceContaining("Did you mean `language`?");
        assertThatThrownBy(() -> settings("cache: {exact: all, classes: {en: {never: true}}}"))
                .hasStackTraceContaining("`classes` need `by`");
    }

    private void settings(String more) throws SettingsException {
        Fixture.settings(fixture.yaml("default: {models: [small]}") + more, folder);
    }
}
