package dev.signalbox.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Answer.Choice;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Request.Options;
import dev.signalbox.chat.Tool;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Verdict;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Requests and answers to try checks on.
final class Cases {
    /// With time for a machine that is busy.
    static final Checks CHECKS =
            new Checks(new Checks.Options(List.of(), new Checks.Sandbox(Duration.ofSeconds(60), 4, 512, 2)));

    /// To make the sandbox takes a second.
    private static final LazyCheck RUNS_CODE = new LazyCheck();

    private static final class LazyCheck {
        private @Nullable Check check;

        synchronized Check get() {
            if (check == null) check = CHECKS.named("visible_test");
            return check;
        }
    }

    private Cases() {}

    static Request asking(String text) {
        return Request.of("r", "auto", text, Instant.MAX);
    }

    static Request asking(String text, Options options, Map<String, Json> fields, Tool... tools) {
        var plain = asking(text);
        return new Request(
                plain.id(),
                plain.parent(),
                plain.tenant(),
                plain.model(),
                plain.messages(),
                List.of(tools),
                options,
                plain.wishes(),
                fields,
                plain.body(),
                plain.tags(),
                plain.deadline());
    }

    static Request asking(String text, Format format) {
        return asking(text, new Options(OptionalInt.empty(), 1, false, false, format), Map.of());
    }

    static Request following(String schema) {
        var format = Json.of("{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":" + schema + "}}");
        var options = new Options(OptionalInt.empty(), 1, false, false, Format.JSON_SCHEMA);
        return asking("Fill it in.", options, Map.of("response_format", format));
    }

    static Answer answer(String text) {
        return Answer.of(text, Usage.of(10, 10));
    }

    static Answer answer(String text, Finish finish) {
        return new Answer(List.of(new Choice(0, text, List.of(), finish)), Usage.of(10, 10), Optional.empty());
    }

    static Answer calling(ToolCall... calls) {
        return new Answer(List.of(new Choice(0, "", List.of(calls), Finish.TOOLS)), Usage.of(10, 10), Optional.empty());
    }

    static Finding find(Check check, Request request, Answer answer) {
        return check.of(request, answer, Signals.NONE);
    }

    static Finding find(String check, Request request, Answer answer) {
        return find(check.equals("visible_test") ? RUNS_CODE.get() : CHECKS.named(check), request, answer);
    }

    static Finding find(String check, String request, String answer) {
        return find(check, asking(request), answer(answer));
    }

    static void passes(String check, String request, String answer) {
        isA(Verdict.PASS, find(check, request, answer));
    }

    static void isUnknown(String check, String request, String answer) {
        isA(Verdict.UNKNOWN, find(check, request, answer));
    }

    static void fails(String check, String request, String answer, String evidence) {
        failsWith(evidence, find(check, request, answer));
    }

    static void isA(Verdict verdict, Finding found) {
        assertThat(found.verdict()).as("%s", found).isEqualTo(verdict);
    }

    static void failsWith(String evidence, Finding found) {
        isA(Verdict.FAIL, found);
        assertThat(found.evidence()).contains(evidence);
    }
}
