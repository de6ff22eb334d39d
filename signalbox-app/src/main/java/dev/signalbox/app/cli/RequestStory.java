package dev.signalbox.app.cli;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called.Extremes;
import dev.signalbox.learning.report.TextTable;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.signal.Moment;
import dev.signalbox.signal.Signal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A request's events as a story for people.
final class RequestStory {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int WIDTH = 100;
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();
    private final List<Event> events;

    private RequestStory(List<Event> events) {
        this.events = events;
    }

    /// @param events of one request, in order, at least one
    static String of(List<Event> events) {
        return new RequestStory(events).tell();
    }

    private String tell() {
        for (var event : events) {
            switch (event) {
                case Event.Asked asked -> asked(asked);
                case Event.Sensed sensed -> sensed(sensed);
                case Event.Decided decided -> decided(decided);
                case Event.Called called -> called(called);
                case Event.Judged judged -> judged(judged);
                case Event.Cut cut -> cut(cut);
                case Event.Finished finished -> finished(finished);
                case Event.Failed failed -> failed(failed);
                case Event.Rated rated -> rated(rated);
            }
        }
        if (text.indexOf("[not kept") >= 0) {
            line("");
            line("Texts were not kept: `journal.capture` is off. Their hashes tell whether two are the same.");
        }
        return text.toString();
    }

    private void line(String line, Object... values) {
        text.append(values.length == 0 ? line : String.format(Locale.ROOT, line, values))
                .append('\n');
    }

    private void heading(String heading) {
        if (!text.isEmpty()) text.append('\n');
        line(heading);
    }

    private void asked(Event.Asked asked) {
        var request = asked.request();
        heading("Request %s".formatted(asked.requestId()));
        line("  asked      %s, by `%s`", TIME.format(asked.at()), request.tenant());
        line("  for        %s", wishes(request));
        request.wishes().quality().ifPresent(quality -> line("  dial       %s, set by the client", number(quality)));
        for (var message : request.messages()) {
            line("  %-9s  %s", message.role().name().toLowerCase(Locale.ROOT), shortened(message.text()));
        }
    }

    private static String wishes(Request request) {
        var wishes = new ArrayList<String>();
        wishes.add("`%s`".formatted(request.model()));
        if (request.options().streaming()) wishes.add("as a stream");
        if (request.options().choices() > 1) wishes.add(request.options().choices() + " answers");
        if (request.options().format() != Request.Format.TEXT) {
            wishes.add("in "
                    + request.options().format().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        request.options().outputTokensMax().ifPresent(most -> wishes.add("at most %,d tokens".formatted(most)));
        if (!request.tools().isEmpty())
            wishes.add("with %d tools".formatted(request.tools().size()));
        return String.join(", ", wishes);
    }

    private static String shortened(String content) {
        var line = content.strip().replaceAll("\\s+", " ");
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH) + " …";
    }

    private void sensed(Event.Sensed sensed) {
        heading(sensed.moment().equals(Moment.RECEIVED) ? "Signals" : "Signals after the answer");
        var signals = sensed.signals().stream()
                .sorted(Comparator.comparing(signal -> signal.key().name()))
                .map(RequestStory::signal)
                .toList();
        wrapped(signals);
    }

    private static String signal(Signal<?> signal) {
        var value =
                switch (signal.value()) {
                    case float[] vector -> "(%,d numbers)".formatted(vector.length);
                    case Double score -> number(score);
                    case Object other -> shortened(other.toString());
                };
        return "%s %s".formatted(signal.key().name(), value);
    }

    private void wrapped(List<String> words) {
        var line = new StringBuilder();
        for (var word : words) {
            if (!line.isEmpty() && line.length() + word.length() > WIDTH) {
                line(INDENT + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " · ").append(word);
        }
        if (!line.isEmpty()) line(INDENT + line);
    }

    private void decided(Event.Decided decided) {
        heading("Decision by route `%s`".formatted(decided.route()));
        line(
                "  a dollar is worth %s of quality%s; seed %d",
                number(decided.utility().perDollar()),
                decided.utility().perSecond() == 0
                        ? ""
                        : ", a second " + number(decided.utility().perSecond()),
                decided.seed());
        line("");
        indented(options(decided).render());
        if (decided.omitted().options() > 0) {
            line(
                    "  … and %,d more options, none of them better",
                    decided.omitted().options());
        }
        for (var objection : decided.objections()) {
            line("  ✗ `%s` may not answer: %s (%s)", objection.model(), objection.reason(), objection.constraint());
        }
        if (decided.omitted().objections() > 0) {
            line("  ✗ … and %,d more objections", decided.omitted().objections());
        }
        line("");
        line(
                "  chosen     %s%s",
                strategy(decided), PlanText.of(decided.decision().plan()));
        line(
                "  because    %s, which had a chance of %s",
                decided.decision().reason(), percent(decided.decision().propensity()));
    }

    private static TextTable options(Event.Decided decided) {
        var chosen = decided.decision().plan();
        return new TextTable(
                List.of("", "option", "quality", "cost", "latency, ms", "utility"),
                decided.options().stream()
                        .sorted(Comparator.comparingDouble(
                                option -> -orLeast(decided.utility().of(option.estimate()))))
                        .map(option -> List.of(
                                chosen.startsWith(option.plan()) ? "→" : "",
                                name(option),
                                belief(option.estimate().quality(), "", 3),
                                belief(option.estimate().costUsd(), "$", 6),
                                belief(option.estimate().latencyMs(), "", 0),
                                utility(decided.utility(), option.estimate())))
                        .toList(),
                false);
    }

    /// A strategy is told by its name: its plan is told where it is chosen.
    private static String name(Option option) {
        return option.strategy().map("strategy `%s`"::formatted).orElseGet(() -> PlanText.of(option.plan()));
    }

    private static String strategy(Event.Decided decided) {
        return decided.options().stream()
                .filter(option -> decided.decision().plan().startsWith(option.plan()))
                .findFirst()
                .flatMap(Option::strategy)
                .map("strategy `%s`: "::formatted)
                .orElse("");
    }

    private static double orLeast(double utility) {
        return Double.isNaN(utility) ? Double.NEGATIVE_INFINITY : utility;
    }

    private static String utility(Utility utility, Estimate estimate) {
        double value = utility.of(estimate);
        return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String belief(Belief belief, String unit, int decimals) {
        if (!belief.known()) return "unknown";
        var format = "%s%,." + decimals + "f";
        var mean = String.format(Locale.ROOT, format, unit, belief.mean());
        return Double.isFinite(belief.deviation()) && belief.deviation() > 0
                ? mean + " ± " + String.format(Locale.ROOT, format, "", belief.deviation())
                : mean;
    }

    private void indented(String block) {
        block.lines().forEach(line -> line(INDENT + line));
    }

    private void called(Event.Called called) {
        heading("Call of `%s`".formatted(called.model()));
        var usage = called.usage();
        line(
                "  ended      %s after %s%s",
                called.ending().toLowerCase(Locale.ROOT),
                milliseconds(called.latencyMs()),
                called.firstTokenMs().isPresent()
                        ? ", first words after "
                                + milliseconds(called.firstTokenMs().getAsDouble())
                        : "");
        called.extremes().ifPresent(extremes -> line("  silent     %s", silences(extremes)));
        called.detail().ifPresent(detail -> line("  said       %s", detail));
        called.quoted().ifPresent(quoted -> line("  quoted     %s", quoted));
        line(
                "  tokens     %,d in, %,d out%s%s%s",
                usage.inputTokens(),
                usage.outputTokens(),
                usage.cachedInputTokens() > 0 ? ", %,d of the input cached".formatted(usage.cachedInputTokens()) : "",
                usage.reasoningTokens() > 0 ? ", %,d of the output thought".formatted(usage.reasoningTokens()) : "",
                usage.estimated() ? " (estimated)" : "");
        line("  cost       %s", dollars(called.costUsd()));
    }

    private static String silences(Extremes extremes) {
        var first = "at most %s before its first word".formatted(milliseconds(extremes.silentFirstMs()));
        return extremes.silentBetweenMs().isEmpty()
                ? first
                : "%s, %s between two"
                        .formatted(
                                first, milliseconds(extremes.silentBetweenMs().getAsDouble()));
    }

    private void judged(Event.Judged judged) {
        heading("Checks of %s%s: %s"
                .formatted(
                        judged.part().map(RequestStory::part).orElse("the answer"),
                        judged.model()
                                .map(model -> " of " + PlanText.models(model))
                                .orElse(""),
                        judged.accepted() ? "accepted" : "not accepted"));
        for (var finding : judged.findings()) {
            line(
                    "  %-8s %s%s",
                    finding.verdict().name().toLowerCase(Locale.ROOT),
                    finding.check(),
                    finding.failed() ? ": %s, %s".formatted(finding.reason(), shortened(finding.evidence())) : "");
        }
    }

    private static String part(String part) {
        return part.equals(Event.Judged.MENDED) ? "the answer, mended," : "the part `%s`".formatted(part);
    }

    private void cut(Event.Cut cut) {
        heading("Answer stopped%s"
                .formatted(cut.model().map(" of `%s`"::formatted).orElse("")));
        line(
                "  because    %s: %s, %s",
                cut.finding().check(),
                cut.finding().reason(),
                shortened(cut.finding().evidence()));
        line(
                "  after      %,d characters, of which the client had heard %s",
                cut.position(), cut.released() ? "a part" : "none");
    }

    private void finished(Event.Finished finished) {
        heading("Answer");
        line(
                "  from       %s, %s after the question, for %s",
                finished.model().map(PlanText::models).orElse("nobody"),
                milliseconds(sinceAsked(finished)),
                dollars(finished.costUsd()));
        if (!finished.accepted()) line("  accepted   no: it is the best there was");
        for (Answer.Choice choice : finished.answer().choices()) {
            line("  text       %s", shortened(choice.text()));
            if (!choice.toolCalls().isEmpty()) {
                line(
                        "  tools      %s",
                        choice.toolCalls().stream()
                                .map(call -> "`%s`".formatted(call.name()))
                                .collect(Collectors.joining(", ")));
            }
        }
    }

    private void failed(Event.Failed failed) {
        heading("No answer");
        line(
                "  because    %s (%s), %s after the question",
                failed.message(), failed.code(), milliseconds(sinceAsked(failed)));
        failed.quoted().ifPresent(quoted -> line("  quoted     %s", quoted));
    }

    private void rated(Event.Rated rated) {
        heading("Rating");
        line(
                "  %s of 1, by %s, %s%s",
                number(rated.rating()),
                rated.source(),
                TIME.format(rated.at()),
                rated.comment().map(comment -> ": " + shortened(comment)).orElse(""));
    }

    private double sinceAsked(Event event) {
        return Duration.between(events.getFirst().at(), event.at()).toNanos() / 1e6;
    }

    static String milliseconds(double ms) {
        return ms < 10_000
                ? String.format(Locale.ROOT, "%,.0f ms", ms)
                : String.format(Locale.ROOT, "%,.1f s", ms / 1000);
    }

    private static String dollars(double usd) {
        return String.format(Locale.ROOT, "$%.6f", usd);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /// As many digits as tell something.
    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) return String.format(Locale.ROOT, "%,.0f", value);
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
