package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Phrases that must not be said, as whole words, letter case and what stands between the words aside.
/// Meant as a guard: one is enough.
public final class ForbiddenText implements Monitor {
    public static final String NAME = "forbidden";

    private final PhraseAutomaton phrases;

    /// @param phrases words or several, such as a code name; at least one
    public record Options(List<String> phrases) {
        public Options {
            phrases = List.copyOf(phrases);
            if (phrases.stream().noneMatch(phrase -> phrase.chars().anyMatch(Character::isLetterOrDigit))) {
                throw new IllegalArgumentException("`phrases` must have at least one word");
            }
        }
    }

    public ForbiddenText(Options options) {
        this.phrases = new PhraseAutomaton(
                options.phrases().stream().map(ForbiddenText::plain).toList());
    }

    @Override
    public String name() {
        return NAME;
    }

    /// Small letters, words one space apart, and a space around where words have spaces around them.
    private static String plain(String phrase) {
        var plain = new StringBuilder();
        boolean space = false;
        for (char c : phrase.toCharArray()) {
            if (isWord(c)) {
                if (space && !plain.isEmpty()) plain.append(' ');
                plain.append(Character.toLowerCase(c));
                space = false;
            } else space = true;
        }
        if (plain.isEmpty()) return "";
        if (!Character.isIdeographic(plain.charAt(0))) plain.insert(0, ' ');
        if (!Character.isIdeographic(plain.charAt(plain.length() - 1))) plain.append(' ');
        return plain.toString();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }

    @Override
    public Watch watch(Request request, Signals known) {
        return new Watch() {
            private int state = phrases.step(PhraseAutomaton.START, ' ');
            private boolean space = true;

            @Override
            public @Nullable Finding heard(Delta delta) {
                var text = delta.text();
                @Nullable Finding finding = null;
                for (int i = 0; i < text.length(); i++) {
                    char c = text.charAt(i);
                    if (!isWord(c) && space) continue;
                    space = !isWord(c);
                    var said = read(space ? ' ' : Character.toLowerCase(c));
                    if (finding == null) finding = said;
                }
                return finding;
            }

            private @Nullable Finding read(char c) {
                state = phrases.step(state, c);
                return phrases.isFound(state)
                        ? Finding.fail(
                                NAME,
                                Reason.FORBIDDEN_CONTENT,
                                "`%s`".formatted(phrases.phrase(state).strip()))
                        : null;
            }

            @Override
            public @Nullable Finding ended() {
                return space ? null : read(' ');
            }
        };
    }
}
