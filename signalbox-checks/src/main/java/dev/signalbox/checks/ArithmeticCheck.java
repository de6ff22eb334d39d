package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.checks.Sums.Sum;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;

/// The sums in an answer's prose are right: every `3 × 4 + 1 = 13` is calculated again, exactly. A result that was
/// rounded to the digits it shows is right, and so is one that says it is approximate.
final class ArithmeticCheck implements Check {
    @Override
    public String name() {
        return "arithmetic";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        var text = Prose.outsideOfFences(answer.text());
        var sums = Sums.in(text);
        if (sums.isEmpty()) return Finding.unknown(name(), Reason.ARITHMETIC, "there are no sums to calculate again");
        for (var sum : sums) {
            if (!sum.isRight()) return failed(sum);
        }
        return Finding.pass(name(), Reason.ARITHMETIC);
    }

    private Finding failed(Sum sum) {
        return Finding.fail(
                name(),
                Reason.ARITHMETIC,
                "%s: expected %s, got %s"
                        .formatted(
                                Excerpt.of(sum.text()),
                                sum.exact().shown(),
                                sum.stated().shown()));
    }
}
