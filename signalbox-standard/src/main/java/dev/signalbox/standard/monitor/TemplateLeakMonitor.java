package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Marks of a chat template in an answer: the model speaks as if it were somebody else's turn, or its server does not
/// know its template. Marks that the question shows are what it is about, and no leak.
public final class TemplateLeakMonitor implements Monitor {
    public static final String NAME = "template_leak";

    private static final PhraseAutomaton MARKS = new PhraseAutomaton(List.of(
            "<|im_start|>",
            "<|im_end|>",
            "<|im_sep|>",
            "<|endoftext|>",
            "<|end_of_text|>",
            "<|begin_of_text|>",
            "<|start_header_id|>",
            "<|end_header_id|>",
            "<|eot_id|>",
            "<|eom_id|>",
            "<|python_tag|>",
            "<|system|>",
            "<|user|>",
            "<|assistant|>",
            "<|end|>",
            "<|start|>assistant",
            "<|channel|>",
            "<|return|>",
            "<|END_OF_TURN_TOKEN|>",
            "<|START_OF_TURN_TOKEN|>",
            "<start_of_turn>",
            "<end_of_turn>",
            "<｜User｜>",
            "<｜Assistant｜>",
            "<｜end▁of▁sentence｜>",
            "[INST]",
            "[/INST]",
            "<<SYS>>",
            "<</SYS>>",
            "[AVAILABLE_TOOLS]",
            "[TOOL_CALLS]",
            "</s><s>",
            "</s>\n",
            "<s>[",
            "\n### Instruction:\n",
            "\n### Human:"));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        return new Watch() {
            private int state = PhraseAutomaton.START;

            @Override
            public @Nullable Finding heard(Delta delta) {
                var text = delta.text();
                @Nullable Finding finding = null;
                for (int i = 0; i < text.length(); i++) {
                    state = MARKS.step(state, text.charAt(i));
                    if (finding == null && MARKS.isFound(state)) finding = leak(MARKS.phrase(state), request);
                }
                return finding;
            }
        };
    }

    private static @Nullable Finding leak(String mark, Request request) {
        boolean asked =
                request.messages().stream().anyMatch(message -> message.text().contains(mark.strip()));
        return asked ? null : Finding.fail(NAME, Reason.TEMPLATE_LEAK, "`%s`".formatted(mark.strip()));
    }
}
