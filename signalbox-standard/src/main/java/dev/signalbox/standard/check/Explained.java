package dev.signalbox.standard.check;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Whether each change that is listed has its reason, where the user asked to "explain why each …". It reads English,
/// and counts the words of a reason (`because`, `so that`, `which lets`), not its sense: a wrong reason passes.
public final class Explained implements Check {
    private static final Pattern ASKED = Pattern.compile(
            "(?i)\\b(?:explain(?:ing)?|say|describe|tell (?:me|us))\\s+(?:\\w+\\s+){0,3}?(?:why|how)\\s+(?:each|every)\\b"
                    + "|\\b(?:a|the) reasons? (?:for|of|behind) (?:each|every)\\b|\\bjustify (?:each|every)\\b");

    private static final Pattern ITEM = Pattern.compile("^\\s{0,3}(?:[-*+]|\\d{1,2}[.)])\\s+.*");

    private static final Pattern REASON = Pattern.compile(
            "(?i)\\b(?:because|since|so that|so (?:a|an|the|it|you|we|that|each|every|no)\\b|therefore|thus|hence"
                    + "|thanks to|due to|in order to|as a result|otherwise|this means|meaning that"
                    + "|which (?:means|makes|lets|allows|enables|keeps|avoids|removes|gives)"
                    + "|(?:makes?|making) (?:it|them|this|the|tests?|testing)\\b|lets?|allow(?:s|ing)?|enabl(?:es?|ing)"
                    + "|can (?:now )?(?:be|replace|use|pass|inject|swap|run)|no longer (?:needs?|depends?|has|have))\\b");

    @Override
    public String name() {
        return "explained";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        if (!ASKED.matcher(lastWords(request)).find()) return unknown("no reason for each was asked for");
        var part = known.get(Finding.PART);
        if (part.isPresent() && !part.get().equals("prose") && !part.get().equals("item")) {
            return unknown("this part is no prose");
        }
        var claims = claims(answer.text());
        if (claims.isEmpty()) return fail("there is no explanation");
        var bare =
                claims.stream().filter(claim -> !REASON.matcher(claim).find()).toList();
        if (bare.isEmpty()) return Finding.pass(name(), Reason.JUDGED);
        return fail("%d of %d have no reason: %s".formatted(bare.size(), claims.size(), bare.getFirst()));
    }

    private static String lastWords(Request request) {
        return request.messages().reversed().stream()
                .filter(message -> message.role() == Role.USER)
                .findFirst()
                .map(Message::text)
                .orElse("");
    }

    /// What must have a reason: the items of lists or, where there is no list, all prose at once.
    private static List<String> claims(String text) {
        var claims = new ArrayList<StringBuilder>();
        var plain = new StringBuilder();
        boolean listed = false;
        for (var line : withoutCode(text).lines().toList()) {
            if (ITEM.matcher(line).matches()) {
                claims.add(new StringBuilder(line.strip()));
                listed = true;
            } else if (listed && !line.isBlank()) {
                claims.getLast().append(' ').append(line.strip());
            } else {
                listed = false;
                plain.append(line).append('\n');
            }
        }
        if (claims.isEmpty() && !plain.toString().isBlank())
            claims.add(new StringBuilder(plain.toString().strip()));
        return claims.stream().map(StringBuilder::toString).toList();
    }

    private static String withoutCode(String text) {
        var prose = new StringBuilder();
        int from = 0;
        for (var fence : Fences.in(text)) {
            prose.append(text, from, fence.start());
            from = fence.end();
        }
        return prose.append(text.substring(from)).toString();
    }

    private Finding fail(String evidence) {
        return Finding.fail(name(), Reason.JUDGED, evidence);
    }

    private Finding unknown(String why) {
        return Finding.unknown(name(), Reason.JUDGED, why);
    }
}
