package dev.signalbox.providers.openai;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells by a server's words that a request does not fit the model's context. Few servers have a code for it, and each
/// has words of its own; so they are read by a rule: the prompt, the input or the context is said to be longer than
/// something. Limits of rate, of the answer's length and of anything that is no text are other matters.
final class ContextOverflow {
    /// A server's message is read this far.
    private static final int CHARS_MAX = 2_000;

    private static final Set<String> CODES = Set.of(
            "context_length_exceeded",
            "exceed_context_size_error",
            "model_max_prompt_tokens_exceeded",
            "context_window_exceeded",
            "string_above_max_length",
            "prompt_too_long",
            "input_too_long",
            "request_too_long");

    private static final String TEXT =
            "(?:prompt|inputs?|context|messages?|conversation|sequence|(?:your |the )?request|history)\\b";
    private static final String LONGER =
            "(?:exceed|too long|too large|too many|longer than|greater than|larger than|more than|over(?:flow| the)|cannot be longer|must be <=|must have less than|only supports? up to|should be \\[|not enough)";

    private static final Pattern TEXT_IS_LONGER = Pattern.compile("\\b" + TEXT + ".{0,90}?" + LONGER);
    private static final Pattern LONGER_THAN_CONTEXT = Pattern.compile(
            LONGER
                    + ".{0,60}?\\b(?:context|prompt|input|model(?:'s)? (?:maximum )?(?:length|tokens?)|(?:model )?token limit|(?:max(?:imum)? )?(?:number of )?tokens allowed|max_seq_len)");
    private static final Pattern CONTEXT_LIMIT = Pattern.compile(
            "\\bmax(?:imum)?[ _](?:context|prompt|input|sequence|model)[ _](?:length|size|window|tokens?|len)"
                    + "|(?:token|context)[ _]limit .{0,30}exceeded"
                    + "|context (?:length|window|size|limit) (?:was |is )?exceeded");
    private static final Pattern SHORTEN = Pattern.compile(
            "(?:reduce|shorten|decrease) (?:the )?(?:length|size|number of tokens) (?:of|in) (?:the |your )?"
                    + "(?:messages?|prompt|input|conversation|context)|(?:provide a )?shorter (?:input|prompt)");
    /// The length of a text is told in tokens or characters, or called long.
    private static final Pattern LENGTH =
            Pattern.compile("token|length|\\blong|context|max_seq_len|characters|prompt exceeds|shorter");
    private static final Pattern OTHER_MATTER = Pattern.compile(
            "per[ -](?:minute|day|hour|second|month)|\\b(?:tpm|tpd|rpm|rpd|itpm|otpm)\\b|rate[ _-]?limit|quota|throttl|credit|balance|billing"
                    + "|temperature|top_p|top_k|penalty|logprob|\\bimages?\\b|\\baudio\\b|\\bfiles?\\b|\\btools?\\b|functions?\\b|schema|\\bstop\\b|metadata|array too long|seed\\b|too many requests|concurren");

    private ContextOverflow() {}

    static boolean isToldBy(String type, String code, String message) {
        if (CODES.contains(code.toLowerCase(Locale.ROOT)) || CODES.contains(type.toLowerCase(Locale.ROOT))) return true;
        var words = message.substring(0, Math.min(CHARS_MAX, message.length()))
                .toLowerCase(Locale.ROOT)
                .replaceAll("[`'\"*]", "")
                .replaceAll("\\s+", " ");
        if (OTHER_MATTER.matcher(words).find()) return false;
        if (CONTEXT_LIMIT.matcher(words).find() || SHORTEN.matcher(words).find()) return true;
        return LENGTH.matcher(words).find()
                && (TEXT_IS_LONGER.matcher(words).find()
                        || LONGER_THAN_CONTEXT.matcher(words).find());
    }
}
