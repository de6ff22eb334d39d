package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whether an answer begins like a refusal. It is judged once, when its first sentence or so is there.
public final class RefusalOpeningMonitor implements Monitor {
    public static final String NAME = "refusal_opening";

    /// Long enough for an apology and what it is for.
    private static final int CHARS = 90;

    private static final Pattern REFUSAL = Pattern.compile(
            "(?:(?:i am|i'm) (?:so |very |really |truly )?sorry[,.]? (?:but )?"
                    + "(?:as an ai[^,]*, )?|i apologi[sz]e,? but |sorry,? but |unfortunately, |as an ai[^,]{0,40}, )?"
                    + "(?:i (?:can't|cannot|can not|won't|will not|am (?:not able|unable) to|am not comfortable|must decline)"
                    + "|i'm (?:not able|unable) to|i'm not comfortable|i do not feel comfortable|i don't feel comfortable)"
                    + " ?(?:to )?(?:assist|help|provide|fulfill|comply|create|write|generate|answer|discuss|share|give|offer"
                    + "|engage|support|participate|do that|with that|continue|respond|produce|promote)?.*"
                    + "|(?:es )?tut mir leid,? (?:aber )?(?:ich|dabei|das) .*(?:nicht|kein).*"
                    + "|je suis désolée?,? (?:mais )?je ne .*|désolée?,? (?:mais )?je ne .*"
                    + "|lo siento,? (?:pero )?no puedo.*|mi dispiace,? (?:ma )?non posso.*|desculpe,? (?:mas )?não posso.*"
                    + "|(?:很)?抱歉，(?:但)?我(?:不能|无法).*|申し訳(?:ありません|ございません)が.*(?:できません|できかねます).*",
            Pattern.DOTALL);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        return new Watch() {
            private final StringBuilder opening = new StringBuilder(CHARS);
            private boolean judged;

            @Override
            public @Nullable Finding heard(Delta delta) {
                if (judged) return null;
                var text = delta.text();
                for (int i = 0; i < text.length() && opening.length() < CHARS; i++) {
                    char c = text.charAt(i);
                    if (!opening.isEmpty() || !Character.isWhitespace(c)) opening.append(c == '’' ? '\'' : c);
                }
                return opening.length() < CHARS ? null : judge();
            }

            @Override
            public @Nullable Finding ended() {
                return judged ? null : judge();
            }

            private @Nullable Finding judge() {
                judged = true;
                var words = opening.toString();
                return REFUSAL.matcher(words.toLowerCase(Locale.ROOT)).matches()
                        ? Finding.fail(NAME, Reason.REFUSAL, words)
                        : null;
            }
        };
    }
}
