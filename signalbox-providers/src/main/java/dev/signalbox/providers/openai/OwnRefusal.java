package dev.signalbox.providers.openai;

import java.util.Locale;
import java.util.regex.Pattern;

/// Tells by a server's words that one model refuses a request for a reason of its own, where another may well answer: a
/// parameter out of its range or unknown to it, or its filter of contents.
final class OwnRefusal {
    private static final int CHARS_MAX = 2_000;

    private static final Pattern CODES = Pattern.compile(
            "content_?filter|content_?policy|responsibleaipolicy|moderation|safety|guardrail|data_inspection_failed"
                    + "|unsupported_(?:parameter|value|feature|country)|invalid_value|integer_(?:above|below)|decimal_(?:above|below)|extra_forbidden|model_not_supported");

    private static final Pattern FILTER = Pattern.compile(
            "content (?:filter|management policy|policy|moderation)|(?:responsible ai|usage|safety|acceptable use) polic"
                    + "|flagged|safety (?:system|filter|setting|reason)|guardrail|blocked (?:by|for|due)|inappropriate content|prohibited content|sensitive (?:words|content)|data inspection");

    private static final Pattern RANGE = Pattern.compile(
            "must be (?:between|at (?:least|most)|less|greater|lower|higher|smaller|larger|>|<|in (?:the )?range|one of|within)"
                    + "|(?:less|greater) than or equal to|(?:is |are )?(?:above|below|outside|over|under) the (?:maximum|minimum|allowed|valid)|out of range"
                    + "|exceeds? the (?:maximum|limit|allowed)|(?:supports?|allows?) (?:only|at most|up to)|only (?:the default|supports?|allowed)|should be (?:in )?\\[|expected a (?:value|number)|too (?:large|high|small|low)\\b");

    private static final Pattern UNSUPPORTED = Pattern.compile(
            "(?:is|are) not supported|unsupported (?:parameter|value|field|option|content)|does(?: not|n't) support|do not support|not (?:permitted|allowed) (?:for|with|by) this model|unrecognized (?:request )?(?:argument|parameter|field)"
                    + "|unknown (?:parameter|field|argument|name)|extra inputs are not permitted|not available (?:for|with|on) this model|not enabled for");

    private OwnRefusal() {}

    static boolean isToldBy(String type, String code, String message) {
        var codes = (type + " " + code).toLowerCase(Locale.ROOT);
        if (CODES.matcher(codes).find()) return true;
        var words = message.substring(0, Math.min(CHARS_MAX, message.length())).toLowerCase(Locale.ROOT);
        return FILTER.matcher(words).find()
                || RANGE.matcher(words).find()
                || UNSUPPORTED.matcher(words).find();
    }
}
