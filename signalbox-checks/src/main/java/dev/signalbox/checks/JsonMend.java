package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.run.AutoFix;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import java.util.List;
import java.util.Optional;

/// Takes JSON out of its fence or the sentences around it, closes what is open, corrects its spelling and writes it
/// again by the letter. What was cut off stays lost: the answer's finish still says so.
public final class JsonMend implements AutoFix {
    /// Longer answers are asked for again rather than repaired.
    private static final int CHARS_MAX = 1_000_000;

    @Override
    public Optional<Answer> mend(Request request, Answer answer, List<Finding> findings) {
        if (findings.stream().noneMatch(JsonMend::isOfJson) || answer.text().length() > CHARS_MAX) {
            return Optional.empty();
        }
        return SloppyJson.read(answer.text())
                .map(JsonText.MAPPER::writeValueAsString)
                .filter(json -> !json.equals(answer.text()))
                .map(json -> Texts.instead(answer, json));
    }

    private static boolean isOfJson(Finding finding) {
        return finding.failed() && (finding.reason() == Reason.JSON_PARSE || finding.reason() == Reason.SCHEMA);
    }
}
