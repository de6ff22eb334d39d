package dev.signalbox.app.cli;

import dev.signalbox.app.cli.RequestSummary.Status;
import dev.signalbox.store.JournalReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options that say which requests are listed.
final class RequestFilter {
    private static final int PAGE = 200;
    private static final Pattern AGE = Pattern.compile("(\\d{1,9})([smhd])");

    @Option(names = "--route", paramLabel = "NAME", description = "Only requests that this route decided.")
    private Optional<String> route = Optional.empty();

    @Option(names = "--model", paramLabel = "NAME", description = "Only requests for which this model was called.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only requests of this tenant.")
    private Optional<String> tenant = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only requests since then: an age (`30m`, `2h`, `7d`), a day or an instant (UTC, ISO 8601).")
    private Optional<String> since = Optional.empty();

    @Option(names = "--failed", description = "Only requests that ended with an error.")
    private boolean failed;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "The most requests to list (${DEFAULT-VALUE}).")
    private int limit;

    /// The newest requests that pass, the newest first. Signalbox's own requests (of a sampled cache hit) are left out.
    List<RequestSummary> list(JournalReader journal, CommandSpec command, InstantSource clock) {
        if (limit < 1) throw new ParameterException(command.commandLine(), "`--limit` must be 1 or more");
        var from = since.map(text -> instant(text, command, clock));
        var passed = new ArrayList<RequestSummary>();
        for (var ids = journal.recent(PAGE); !ids.isEmpty(); ids = journal.recentBefore(ids.getLast(), PAGE)) {
            boolean allOlder = from.isPresent();
            for (var id : ids) {
                var found = RequestSummary.of(journal.events(id));
                if (found.isEmpty()) continue;
                if (from.isEmpty() || !found.get().at().isBefore(from.get())) {
                    allOlder = false;
                    if (passes(found.get())) passed.add(found.get());
                    if (passed.size() == limit) return passed;
                }
            }
            // Ids sort by time. A clock that was set back disorders a few; a whole page of older ones is the end.
            if (allOlder) break;
        }
        return passed;
    }

    /// Whether any option narrows the list.
    boolean narrows() {
        return failed || route.isPresent() || model.isPresent() || tenant.isPresent() || since.isPresent();
    }

    private boolean passes(RequestSummary request) {
        return request.parent().isEmpty()
                && (!failed || request.status() == Status.FAILED)
                && tenant.map(request.tenant()::equals).orElse(true)
                && route.map(name -> request.route().filter(name::equals).isPresent())
                        .orElse(true)
                && model.map(request::involves).orElse(true);
    }

    private static Instant instant(String text, CommandSpec command, InstantSource clock) {
        var age = AGE.matcher(text);
        try {
            if (age.matches()) return clock.instant().minus(duration(Long.parseLong(age.group(1)), age.group(2)));
            if (text.contains("T")) return Instant.parse(text);
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException unreadable) {
            throw new ParameterException(
                    command.commandLine(),
                    "`--since %s` is no time. Write an age such as `2h`, a day such as `2026-01-31`, or an instant such as `2026-01-31T12:00:00Z`."
                            .formatted(text),
                    unreadable);
        }
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
