package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.ToolCall;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads what a leading model wants to ask: calls of the tool `call_model`, or `<search>model:
/// question</search>`, which models trained as the paper has it write.
final class OrchestratorCall {
    static final String TOOL = "call_model";

    private static final Pattern SEARCH = Pattern.compile("(?s)<search>(.*?)</search>");
    private static final Set<String> FIELDS = Set.of("name", "query");

    private OrchestratorCall() {}

    /// @param callId the tool call that this is; empty where it stood in the text
    /// @param model empty where it can't be told
    record Wanted(Optional<String> callId, Optional<String> model, String query) {}

    /// Empty where the answer asks for nothing: it is the last.
    static List<Wanted> in(Answer answer) {
        var choice = answer.choices().getFirst();
        if (!choice.toolCalls().isEmpty()) {
            return choice.toolCalls().stream().map(OrchestratorCall::wanted).toList();
        }
        return SEARCH.matcher(choice.text())
                .results()
                .limit(1)
                .map(found -> wanted(found.group(1)))
                .toList();
    }

    private static Wanted wanted(ToolCall call) {
        var unreadable = new Wanted(Optional.of(call.id()), Optional.empty(), "");
        if (!call.name().equals(TOOL)) return unreadable;
        return PartJson.object(call.arguments())
                .filter(fields -> fields.keySet().equals(FIELDS))
                .filter(fields -> fields.get("name") instanceof String && fields.get("query") instanceof String)
                .map(fields -> new Wanted(
                        Optional.of(call.id()),
                        Optional.of(String.valueOf(fields.get("name"))),
                        String.valueOf(fields.get("query"))))
                .filter(want -> !want.query().isBlank())
                .orElse(unreadable);
    }

    /// The first colon ends the model's name; the question may have more.
    private static Wanted wanted(String search) {
        var halves = search.split(":", 2);
        return halves.length < 2 || halves[1].isBlank()
                ? new Wanted(Optional.empty(), Optional.empty(), "")
                : new Wanted(Optional.empty(), Optional.of(halves[0].strip()), halves[1].strip());
    }
}
