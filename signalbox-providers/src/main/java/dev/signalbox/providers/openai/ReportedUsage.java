package dev.signalbox.providers.openai;

import dev.signalbox.chat.Usage;
import java.math.BigDecimal;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The tokens that a server reports, under the names of OpenAI and its relatives. A count that is missing, null,
/// negative or absurd is unknown: it is never read as zero, because then the call would be free.
///
/// @param input tokens of the prompt, those from a cache included
/// @param output tokens of the answer, those of its reasoning included
/// @param cached the part of the input that came from a cache; 0 where nothing is said
/// @param reasoning the part of the output that was thought and not said; 0 where nothing is said
record ReportedUsage(OptionalInt input, OptionalInt output, int cached, int reasoning) {
    /// More than any model takes or says: such a count is no count.
    private static final long COUNT_MAX = 1_000_000_000;

    private static final ReportedUsage NOTHING = new ReportedUsage(OptionalInt.empty(), OptionalInt.empty(), 0, 0);

    /// Reads a `usage` object, the parser being at its start; says nothing where the value is no object.
    static ReportedUsage read(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) return NOTHING;
        var fields = new Fields();
        AnswerReader.fields(parser, fields::field);
        return fields.usage();
    }

    /// False where the report holds no count at all.
    boolean says() {
        return input.isPresent() || output.isPresent();
    }

    /// True where both counts are known.
    boolean isWhole() {
        return input.isPresent() && output.isPresent();
    }

    /// True where what is known is more than nothing.
    boolean isPositive() {
        return input.orElse(1) > 0 && output.orElse(1) > 0;
    }

    /// The counts, with estimates in the place of what is unknown. An answer that has words has used tokens, whatever
    /// the server says.
    ///
    /// @param estimated what the call has used as far as its texts tell
    Usage completed(Usage estimated) {
        boolean asked = input.isPresent() && (input.getAsInt() > 0 || estimated.inputTokens() == 0);
        boolean said = output.isPresent() && (output.getAsInt() > 0 || estimated.outputTokens() == 0);
        int inputTokens = asked ? input.getAsInt() : estimated.inputTokens();
        int outputTokens = said ? output.getAsInt() : estimated.outputTokens();
        return new Usage(
                inputTokens,
                outputTokens,
                Math.min(cached, inputTokens),
                Math.min(reasoning, outputTokens),
                !(asked && said));
    }

    private static final class Fields {
        @Nullable
        Integer prompt;

        @Nullable
        Integer inputWithoutCache;

        @Nullable
        Integer output;

        @Nullable
        Integer total;

        @Nullable
        Integer cached;

        @Nullable
        Integer reasoning;

        int cacheRead;
        int cacheWritten;

        void field(String name, JsonParser value) {
            switch (name) {
                case "prompt_tokens", "promptTokenCount", "prompt_eval_count" -> prompt = count(value);
                case "input_tokens", "inputTokens" -> inputWithoutCache = count(value);
                case "completion_tokens", "output_tokens", "outputTokens", "candidatesTokenCount", "eval_count" ->
                    output = count(value);
                case "total_tokens", "totalTokens", "totalTokenCount" -> total = count(value);
                case "prompt_tokens_details", "input_tokens_details" -> AnswerReader.fields(value, this::field);
                case "completion_tokens_details", "output_tokens_details" -> AnswerReader.fields(value, this::field);
                // DeepSeek; Moonshot and others beside the counts.
                case "cached_tokens", "prompt_cache_hit_tokens", "cachedContentTokenCount" -> cached = count(value);
                case "reasoning_tokens", "thoughtsTokenCount" -> reasoning = count(value);
                // Anthropic counts these beside its `input_tokens`.
                case "cache_read_input_tokens" -> cacheRead = orZero(count(value));
                case "cache_creation_input_tokens" -> cacheWritten = orZero(count(value));
                default -> {}
            }
        }

        ReportedUsage usage() {
            Integer input = prompt != null ? prompt : withCache();
            Integer said = output;
            // A total of 0 beside counts, or alone, says nothing.
            if (input != null && said != null && total != null && total > (long) input + said) {
                // xAI and others count reasoning in the total alone.
                said = total - input;
            } else if (said == null && input != null && total != null && total > input) {
                said = total - input;
            } else if (input == null && said != null && total != null && total > said) {
                input = total - said;
            }
            if (orZero(input) == 0 && orZero(said) == 0) return NOTHING;
            return new ReportedUsage(
                    optional(input), optional(said), cached != null ? cached : cacheRead, orZero(reasoning));
        }

        private @Nullable Integer withCache() {
            if (inputWithoutCache == null) return null;
            // Where the cached part is named within the details, it is counted already.
            return cached != null ? inputWithoutCache : Integer.valueOf(inputWithoutCache + cacheRead + cacheWritten);
        }
    }

    private static OptionalInt optional(@Nullable Integer count) {
        return count == null ? OptionalInt.empty() : OptionalInt.of(count);
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    /// A count, also as a fraction or a string; null where it is none.
    private static @Nullable Integer count(JsonParser parser) {
        try {
            var number =
                    switch (parser.currentToken()) {
                        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
                        case VALUE_STRING -> new BigDecimal(parser.getString().strip());
                        default -> null;
                    };
            if (number == null || number.signum() < 0 || number.compareTo(BigDecimal.valueOf(COUNT_MAX)) > 0)
                return null;
            return number.intValue();
        } catch (JacksonException | NumberFormatException unreadable) {
            return null;
        }
    }
}
