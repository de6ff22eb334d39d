package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import dev.signalbox.standard.check.Fences;
import dev.signalbox.standard.check.Fences.Fence;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The code of an answer parses: each fenced block by its tag, or by its looks where it has none, and an answer that is
/// code without a fence where code alone was asked for. Code with an ellipsis shows a part and is not looked at.
final class CodeSyntaxCheck implements Check {
    /// A parser that is given tens of thousands of open brackets takes a second for them.
    private static final int CODE_CHARS_MAX = 50_000;

    private static final int BLOCKS_MAX = 20;

    /// Python's `...` is a statement where it stands alone; with words around it, it leaves something out.
    private static final Pattern EXCERPT = Pattern.compile(
            "…|(?m)^[ \\t]*+(?://|#|--|/\\*)?[ \\t]*+\\.\\.\\.[ \\t]*+\\S|^[ \\t]*+\\.\\.\\.[ \\t]*+$|\\S[ \\t]++\\.\\.\\.[ \\t]*+$"
                    + "|<your|\\[your|\\{\\.\\.\\.}|\\(\\.\\.\\.\\)");

    private record Code(String place, String language, String text) {}

    @Override
    public String name() {
        return "code_syntax";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        boolean isChecked = false;
        try {
            for (var code : codes(request, answer.text())) {
                var flaw = flaw(code);
                if (flaw.isEmpty()) continue;
                isChecked = true;
                var found = flaw.get();
                if (!found.isEmpty()) return Finding.fail(name(), Reason.CODE_SYNTAX, code.place + found);
            }
        } catch (LinkageError absent) {
            return unknown("the parsers' native library cannot be loaded: " + absent.getMessage());
        }
        return isChecked ? Finding.pass(name(), Reason.CODE_SYNTAX) : unknown("there is no code that can be checked");
    }

    private static List<Code> codes(Request request, String text) {
        var fences = Fences.in(text);
        var codes = fences.isEmpty() ? bare(request, text) : fenced(fences);
        return codes.filter(code -> code.text.length() <= CODE_CHARS_MAX)
                .filter(code -> !BoundedText.matcher(EXCERPT, code.text).find())
                .toList();
    }

    private static Stream<Code> bare(Request request, String text) {
        return FormatCheck.wantsCodeOnly(request) ? Stream.of(new Code("", "", text)) : Stream.empty();
    }

    private static Stream<Code> fenced(List<Fence> fences) {
        return fences.stream()
                .limit(BLOCKS_MAX)
                .filter(Fence::closed)
                .map(fence ->
                        new Code("block %d, ".formatted(fences.indexOf(fence) + 1), fence.language(), fence.code()));
    }

    /// What is wrong, with its language and place, and empty where nothing is. Absent where the language is none of
    /// ours.
    private static Optional<String> flaw(Code code) {
        if (code.language.equals("json")) {
            return Optional.of(
                    JsonText.read(code.text) instanceof JsonText.Read.InvalidJson wrong ? "JSON, " + wrong : "");
        }
        var language = code.language.isEmpty() ? CodeLanguage.guessed(code.text) : CodeLanguage.tagged(code.language);
        return language.map(known ->
                Syntax.flaw(known, code.text).map(flaw -> known + ", " + flaw).orElse(""));
    }

    private Finding unknown(String why) {
        return Finding.unknown(name(), Reason.CODE_SYNTAX, why);
    }
}
