package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;
import dev.signalbox.run.AutoFix;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.standard.check.Fences;
import dev.signalbox.standard.check.Fences.Fence;
import java.util.List;
import java.util.Optional;

/// Sets right the frame of code: takes the only block out of the sentences around it where code alone was asked for,
/// and closes a block that a model which was done left open.
public final class CodeMend implements AutoFix {
    @Override
    public Optional<Answer> mend(Request request, Answer answer, List<Finding> findings) {
        var text = answer.text();
        var fences = Fences.in(text);
        if (fences.isEmpty()) return Optional.empty();
        var last = fences.getLast();
        if (has(findings, Reason.TRUNCATED) && answer.finish() == Finish.DONE && !last.closed()) {
            return Optional.of(Texts.instead(answer, closed(text, last)));
        }
        if (has(findings, Reason.FORMAT) && FormatCheck.wantsCodeOnly(request) && fences.size() == 1 && last.closed()) {
            return Optional.of(Texts.instead(
                            answer, text.substring(last.start(), last.end()).strip()))
                    .filter(mended -> !mended.text().equals(text));
        }
        return Optional.empty();
    }

    private static String closed(String text, Fence open) {
        var fence = text.substring(open.start()).stripLeading();
        int marks = 0;
        while (marks < fence.length() && fence.charAt(marks) == fence.charAt(0)) marks++;
        return text.stripTrailing() + "\n" + fence.substring(0, marks);
    }

    private static boolean has(List<Finding> findings, Reason reason) {
        return findings.stream().anyMatch(finding -> finding.failed() && finding.reason() == reason);
    }
}
