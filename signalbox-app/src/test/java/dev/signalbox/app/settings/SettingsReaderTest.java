package dev.signalbox.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.app.condition.Conditions;
import dev.signalbox.app.condition.Vocabulary;
import dev.signalbox.model.Capability;
import dev.signalbox.providers.http.Secret;
import dev.signalbox.providers.openai.AddedField;
import dev.signalbox.providers.openai.OutputLimit;
import dev.signalbox.providers.openai.PlainCalls;
import dev.signalbox.providers.openai.Prefill;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.SignalKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    private static final SignalKey<Double> TOKENS = SignalKey.score("tokens");
    private static final Map<String, String> VARIABLES = Map.of("KEY", "sk-hidden", "PORT", "9000");
    private static final SettingsReader READER = new SettingsReader(
            new Vocabulary(
                    new Conditions(List.of(TOKENS, SignalKey.flag("code"))),
                    new Conditions(List.of(TOKENS, Finding.FAILED)),
                    Set.of("json", "empty"),
                    Set.of("stall")),
            Catalogue.builtIn(),
            new Environment(name -> Optional.ofNullable(VARIABLES.get(name))));
    private static final String SMALLEST = """
            providers:
              openai: {url: "https://api.openai.com/v1", key: "${KEY}"}
            models:
              gpt-5-mini: {provider: openai}
            """;

    @TempDir
    private Path folder;

    private Settings read(String yaml) throws SettingsException {
        return READER.read("signalbox.yaml", yaml, folder);
    }

    private List<String> mistakes(String yaml) {
        var refused = catchThrowableOfType(SettingsException.class, () -> read(yaml));
        assertThat(refused).as("the reader should have refused this").isNotNull();
        return refused.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void whatTheFileDoesNotSayIsAsTheReferenceSays() throws SettingsException {
        var settings = read(SMALLEST);
        assertThat(settings)
                .isEqualTo(new Settings(
                        Map.of(
                                "openai",
                                new Settings.ProviderSettings(
                                        URI.create("https://api.openai.com/v1"),
                                        Optional.of(new Secret("sk-hidden")),
                                        Map.of(),
                                        new Settings.TimeoutSettings(
                                                Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofSeconds(60)),
                                        true,
                                        Optional.empty(),
                                        1024,
                                        new Bytes(64 << 20),
                                        Prefill.NATIVE,
                                        PlainCalls.AUTO,
                                        List.of(
                                                "Idempotency-Key",
                                                "OpenAI-Organization",
                                                "OpenAI-Project",
                                                "X-Title",
                                                "HTTP-Referer",
                                                "traceparent"),
                                        List.of(
                                                "x-ratelimit-*",
                                                "openai-processing-ms",
                                                "x-envoy-upstream-service-time"))),
                        Map.of(
                                "gpt-5-mini",
                                new Settings.ModelSettings(
                                        "openai",
                                        Optional.empty(),
                                        Optional.empty(),
                                        OptionalInt.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        new Settings.PriorSettings(OptionalDouble.empty(), Duration.ofMillis(500), 60),
                                        Optional.empty(),
                                        Optional.empty(),
                                        false,
                                        Optional.empty(),
                                        Optional.empty())),
                        Map.of(),
                        0.5,
                        List.of(),
                        Duration.ofSeconds(15),
                        List.of(),
                        new MonitorSettings(
                                true,
                                new MonitorSettings.StallSettings(Duration.ofSeconds(30), Duration.ofSeconds(5)),
                                new MonitorSettings.LowConfidenceSettings(-2.5),
                                new MonitorSettings.TooLongSettings(50_000)),
                        Optional.empty(),
                        Optional.empty(),
                        new Settings.EncoderSettings(
                                Settings.EncoderSettings.Kind.MINILM,
                                Optional.empty(),
                                new Bytes(64 << 20),
                                Duration.ofMillis(100),
                                2),
                        new Settings.JournalSettings(
                                folder.resolve("signalbox.db"),
                                false,
                                Duration.ofMillis(100),
                                Duration.ofDays(30),
                                new Bytes(4L << 30)),
                        new Settings.ServerSettings(
                                "127.0.0.1",
                                8080,
                                new Bytes(32 << 20),
                                1024,
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(75),
                                Duration.ofSeconds(30),
                                Map.of(),
                                List.of(),
                                List.of(),
                                Map.of(),
                                Optional.empty()),
                        new CacheSettings(
                                CacheSettings.ExactCacheSettings.OFF,
                                false,
                                0.85,
                                Duration.ofDays(1),
                                Optional.empty(),
                                Map.of(),
                                Optional.empty()),
                        new Bytes(64 << 20),
                        Optional.empty()));
    }

    @Test
    void everySettingReachesItsPlace() throws SettingsException, IOException {
        Files.writeString(folder.resolve("learnt.safetensors"), "x");
        Files.writeString(folder.resolve("gate.json"), "x");
        Files.writeString(folder.resolve("ca.pem"), "x");
        Files.writeString(folder.resolve("own.bin"), "x");
        var settings = read("""
                providers:
                  own:
                    url: http://localhost:9/v1
                    key: "${KEY}"
                    headers: {x-team: blue}
                    timeouts: {connect: 1s, first_byte: 2s, idle: 300ms}
                    http2: false
                    ca_file: ca.pem
                    connections_max: 7
                    answer_bytes_max: 1MiB
                    prefill: vllm
                    plain_calls: stream
                    forward_headers: [X-Title]
                    return_headers: ["x-own-*"]
                models:
                  one:
                    provider: own
                    upstream: vendor/one
                    price: {input: 1, output: 2.5, cached_input: 0.1}
                    context_tokens: 4096
                    can: [tools, json_schema]
                    region: eu
                    prior: {quality: 0.7, first_token: 90ms, tokens_per_second: 20}
                    effort: high
                    instruction: Be brief.
                    plan_first: true
                    output_limit: max_completion_tokens
                    omit: [temperature, logprobs]
                routes:
                  short:
                    models: [one]
                    when: tokens < 100 && !code
                    quality: 0.25
                    explore: 0.05
                    fallbacks: 1
                    constraints: [context, health]
                    checks: [empty]
                    cost_max: 0.02
                    cost_confidence: 0.9
                    strategies: {plain: one}
                quality: 0.75
                checks: [json]
                check_budget: 3s
                forbidden: [secret]
                monitors:
                  learn: false
                  stall: {first: 20s, between: 900ms}
                  low_confidence: {log_probability_min: -4.5}
                  too_long: {chars_max: 9000}
                cache_sample: {share: 0.01, judge: one, cost_max: 0.5}
                snapshot: learnt.safetensors
                gate: gate.json
                encoder: {kind: static, table: own.bin, cache_bytes: 1MiB, budget: 10ms, threads: 3}
                journal: {path: /tmp/j.db, capture: true, flush: 50ms, keep: 7d, size_max: 2GiB}
                server:
                  host: 0.0.0.0
                  port: "${PORT}"
                  body_bytes_max: 65536
                  requests_max: 8
                  deadline: 1m
                  keep_alive: 5s
                  idle: 90s
                  drain: 2s
                  keys: {team: "${KEY}"}
                """);
        assertThat(settings.providers().get("own"))
                .isEqualTo(new Settings.ProviderSettings(
                        URI.create("http://localhost:9/v1"),
                        Optional.of(new Secret("sk-hidden")),
                        Map.of("x-team", new Secret("blue")),
                        new Settings.TimeoutSettings(
                                Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMillis(300)),
                        false,
                        Optional.of(new InputFile(folder.resolve("ca.pem"))),
                        7,
                        new Bytes(1 << 20),
                        Prefill.VLLM,
                        PlainCalls.STREAM,
                        List.of("X-Title"),
                        List.of("x-own-*")));
        assertThat(settings.models().get("one"))
                .isEqualTo(new Settings.ModelSettings(
                        "own",
                        Optional.of("vendor/one"),
                        Optional.of(new Settings.PriceSettings(1, 2.5, OptionalDouble.of(0.1))),
                        OptionalInt.of(4096),
                        Optional.of(Set.of(Capability.TOOLS, Capability.JSON_SCHEMA)),
                        Optional.of("eu"),
                        new Settings.PriorSettings(OptionalDouble.of(0.7), Duration.ofMillis(90), 20),
                        Optional.of("high"),
                        Optional.of("Be brief."),
                        true,
                        Optional.of(OutputLimit.MAX_COMPLETION_TOKENS),
                        Optional.of(Set.of(AddedField.TEMPERATURE, AddedField.LOGPROBS))));
        assertThat(settings.routes().get("short"))
                .isEqualTo(new Settings.RouteSettings(
                        List.of("one"),
                        new Condition.All(List.of(
                                new Condition.Compares(TOKENS, Condition.Compares.Comparison.BELOW, 100),
                                new Condition.Not(new Condition.Holds(SignalKey.flag("code"))))),
                        OptionalDouble.of(0.25),
                        0.05,
                        1,
                        Set.of(Settings.RuleSettings.CONTEXT, Settings.RuleSettings.HEALTH),
                        Optional.of(List.of(new CheckName("empty"))),
                        OptionalDouble.of(0.02),
                        OptionalDouble.of(0.9),
                        Map.of("plain", new PlanSettings.CallSettings("one")),
                        Optional.empty()));
        assertThat(settings.quality()).isEqualTo(0.75);
        assertThat(settings.gate()).contains(new InputFile(folder.resolve("gate.json")));
        assertThat(settings.checks()).containsExactly(new CheckName("json"));
        assertThat(settings.checkBudget()).hasSeconds(3);
        assertThat(settings.forbidden()).containsExactly("secret");
        assertThat(settings.monitors())
                .isEqualTo(new MonitorSettings(
                        false,
                        new MonitorSettings.StallSettings(Duration.ofSeconds(20), Duration.ofMillis(900)),
                        new MonitorSettings.LowConfidenceSettings(-4.5),
                        new MonitorSettings.TooLongSettings(9_000)));
        assertThat(settings.cacheSample()).contains(new Settings.CacheSampleSettings(0.01, "one", 0.5));
        assertThat(settings.snapshot()).contains(new InputFile(folder.resolve("learnt.safetensors")));
        assertThat(settings.encoder())
                .isEqualTo(new Settings.EncoderSettings(
                        Settings.EncoderSettings.Kind.STATIC,
                        Optional.of(new InputFile(folder.resolve("own.bin"))),
                        new Bytes(1 << 20),
                        Duration.ofMillis(10),
                        3));
        assertThat(settings.journal())
                .isEqualTo(new Settings.JournalSettings(
                        Path.of("/tmp/j.db"), true, Duration.ofMillis(50), Duration.ofDays(7), new Bytes(2L << 30)));
        assertThat(settings.server())
                .isEqualTo(new Settings.ServerSettings(
                        "0.0.0.0",
                        9000,
                        new Bytes(65536),
                        8,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(90),
                        Duration.ofSeconds(2),
                        Map.of("team", new Secret("sk-hidden")),
                        List.of(),
                        List.of(),
                        Map.of(),
                        Optional.empty()));
    }

    @Test
    void aFormOfPrefillThatIsNoneIsRefusedWithTheNearest() {
        assertThat(mistakes(SMALLEST.replace("\"${KEY}\"", "\"${KEY}\", prefill: vlm")))
                .singleElement()
                .asString()
                .contains("`providers.openai.prefill`", "`native`, `flag`", "`vllm`", "Did you mean `vllm`?");
    }

    @Test
    void allMistakesAreToldAtOnceInTheOrderOfTheFile() {
        assertThat(mistakes("""
                providers:
                  openai: {url: api.openai.com, key: "${NO_SUCH_KEY}"}
                models:
                  gpt-5-mini: {provider: opnai}
                  gpt-5: {provider: openai, prise: {input: 1, output: 2}}
                  mine: {provider: openai}
                routes:
                  default: {models: [gpt-5-mni, gpt-5], quality: 1.5, when: "tokns > 3"}
                server: {port: eighty}
                sever: {}
                """))
                .containsExactly(
                        "signalbox.yaml:2:17: `providers.openai.url` must be a http or https address, not `api.openai.com`",
                        "signalbox.yaml:2:38: `providers.openai.key`: the environment variable `NO_SUCH_KEY` is not set. Set it, or write `${NO_SUCH_KEY:-VALUE}`",
                        "signalbox.yaml:4:26: `models.gpt-5-mini.provider`: `opnai` is not in `providers`. Did you mean `openai`?",
                        "signalbox.yaml:5:29: there is no setting `models.gpt-5.prise`. Did you mean `price`?",
                        "signalbox.yaml:6:3: `models.mine` needs a `price`, since the catalogue does not know it. For a model of your own: `price: {input: 0, output: 0}`.",
                        "signalbox.yaml:8:22: `routes.default.models[0]`: `gpt-5-mni` is not in `models`. Did you mean `gpt-5-mini`?",
                        "signalbox.yaml:8:50: `routes.default.quality` must be from 0 to 1, not `1.5`",
                        "signalbox.yaml:8:62: `routes.default.when`: there is no signal `tokns`. Did you mean `tokens`?",
                        "signalbox.yaml:9:16: `server.port` must be a whole number, not `eighty`",
                        "signalbox.yaml:10:1: there is no setting `sever`. Did you mean `server`?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"minilm", "none"})
    void aTableBesideAnEncoderThatHasNoneIsRefused(String kind) throws IOException {
        Files.writeString(folder.resolve("own.bin"), "x");
        assertThat(mistakes(SMALLEST + "encoder: {table: own.bin, kind: " + kind + "}"))
                .containsExactly(
                        "signalbox.yaml:5:10: `encoder`: a `table` goes with `kind: static` only, not with `kind: %s`; leave it out"
                                .formatted(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void aModelThatNeverSpeaksIsRefused(String tokensPerSecond) {
        assertThat(mistakes(SMALLEST.replace(
                        "gpt-5-mini: {provider: openai}",
                        "gpt-5-mini: {provider: openai, prior: {tokens_per_second: " + tokensPerSecond + "}}")))
                .singleElement()
                .asString()
                .contains("`models.gpt-5-mini.prior.tokens_per_second` must be 0.1 or more");
    }

    @Test
    void aMistakeInAConditionOfSeveralLinesIsFoundInItsLine() {
        assertThat(mistakes(SMALLEST + """
                routes:
                  a:
                    models: [gpt-5-mini]
                    when: |
                      code &&
                        tokns > 3
                """)).singleElement().satisfies(mistake -> assertThat(mistake)
                .startsWith("signalbox.yaml:10:9: "));
    }

    @Test
    void aSecretIsNeverShown() throws SettingsException {
        assertThat(read(SMALLEST).toString()).doesNotContain("sk-hidden");
        assertThat(mistakes(SMALLEST + "server: {port: \"${KEY}\"}"))
                .containsExactly("signalbox.yaml:5:16: `server.port` must be a whole number, not `${KEY}`");
        assertThat(mistakes(SMALLEST + "server: {keys: {team: \"n\u2026\"}}"))
                .singleElement()
                .asString()
                .contains("HTTP can't send", "position 2");
    }

    @Test
    void aMissingVariableMayHaveAnotherValue() throws SettingsException {
        assertThat(read(SMALLEST + "server: {port: \"${NOT_SET:-81}\", host: \"$${KEY}\"}")
                        .server())
                .satisfies(server -> {
                    assertThat(server.port()).isEqualTo(81);
                    assertThat(server.host()).isEqualTo("${KEY}");
                });
    }

    @Test
    void whatIsNotYamlIsToldWithItsPlaceAndAHint() {
        assertThat(mistakes("providers: {a: {key: ${KEY}}}\nmodels: ]"))
                .singleElement()
                .satisfies(mistake ->
                        assertThat(mistake).startsWith("signalbox.yaml:1:").contains("needs quotes"));
    }

    @Test
    void emptyFilesAndMissingPartsSayHowToBegin() {
        assertThat(mistakes("")).first().asString().contains("begin with `providers`, `models` and `routes`");
        assertThat(mistakes("quality: 0.5"))
                .containsExactly(
                        "signalbox.yaml: `models` is missing: name at least one model, such as `gpt-5-mini: {provider: openai}`");
        assertThat(mistakes(SMALLEST + "routes: {a: {models: []}}"))
                .containsExactly("signalbox.yaml:5:10: `routes.a.models` names no model that can be used");
        assertThat(mistakes(SMALLEST + "journal:\nrouts: [x]")).hasSize(2);
    }

    @Test
    void aFileThatIsNotThereIsToldWhereItIsNamed() {
        assertThat(mistakes(SMALLEST + "snapshot: learnt.safetensors"))
                .containsExactly("signalbox.yaml:5:11: `snapshot`: there is no file `learnt.safetensors`");
        assertThat(catchThrowableOfType(SettingsException.class, () -> READER.read(folder.resolve("none.yaml"))))
                .hasMessageEndingWith("none.yaml: there is no such file");
    }

    @Test
    void aNameThatComesTwiceOrMeansTheRouterIsRefused() {
        assertThat(mistakes(SMALLEST + "  gpt-5-mini: {provider: openai}"))
                .containsExactly("signalbox.yaml:5:3: `models.gpt-5-mini` comes twice");
        assertThat(mistakes(SMALLEST + "  auto/x: {provider: openai, price: {input: 0, output: 0}}"))
                .containsExactly(
                        "signalbox.yaml:5:3: a model can't be called `auto/x`: that name leaves the choice to a route");
    }

    @Test
    void wordsAndListsThatDoNotFitSayWhatWould() {
        assertThat(mistakes(SMALLEST + "encoder: {kind: minlm}"))
                .containsExactly(
                        "signalbox.yaml:5:17: `encoder.kind` must be one of `static`, `minilm`, `none`, not `minlm`. Did you mean `minilm`?");
        assertThat(mistakes(SMALLEST + "routes: {a: {models: gpt-5-mini}}").getFirst())
                .contains("`routes.a.models` must be a list, such as `[A, B]`");
        assertThat(mistakes(SMALLEST + "journal: {flush: soon}"))
                .singleElement()
                .asString()
                .contains("must be a time with its unit");
    }

    @Test
    void eachClientHasAKeyOfItsOwn() {
        assertThat(mistakes(SMALLEST + "server: {keys: {one: same, two: same, three: \" \"}}"))
                .anySatisfy(told -> assertThat(told).contains("`server.keys.two` is the same key as `server.keys.one`"))
                .anySatisfy(told -> assertThat(told).contains("`server.keys.three` is empty"));
    }

    @Test
    void eachBadEntryOfAListHasItsOwnPlace() {
        assertThat(mistakes("""
                providers: {p: {url: "http://127.0.0.1:1"}}
                models: {a: {provider: p, price: {input: 1, output: 1}}}
                routes: {r: {models: [x, a, y]}}
                """))
                .anySatisfy(told -> assertThat(told).contains("`routes.r.models[0]`"))
                .anySatisfy(told -> assertThat(told).contains("`routes.r.models[2]`"));
    }

    @Test
    void aKeyOrCookieNeverPassesBetweenClientsAndProviders() {
        for (var name : List.of("Authorization", "api-key", "Cookie", "Host", "X-Forwarded-For", "content-length")) {
            assertThat(mistakes(SMALLEST.replace("url:", "forward_headers: [\"" + name + "\"], url:")))
                    .as(name)
                    .anyMatch(mistake -> mistake.contains("never passes"));
        }
        assertThat(mistakes(SMALLEST.replace("url:", "return_headers: [\"s*\"], url:")))
                .anyMatch(mistake -> mistake.contains("never passes"));
    }
}
