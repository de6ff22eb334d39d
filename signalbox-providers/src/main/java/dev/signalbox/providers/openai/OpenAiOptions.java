package dev.signalbox.providers.openai;

import dev.signalbox.estimate.TokenRates;
import java.util.Map;

/// How an OpenAI-compatible server is asked.
///
/// @param prefill how it is told to go on with an answer
/// @param formats how requests to its models are written, by the model's id, where not as usual
/// @param plainCalls how it is asked for answers that the client wants whole
/// @param rates estimate the tokens of calls whose usage it does not report
public record OpenAiOptions(
        Prefill prefill, Map<String, RequestFormat> formats, PlainCalls plainCalls, TokenRates rates) {
    public OpenAiOptions {
        formats = Map.copyOf(formats);
    }

    /// A server that goes on with an assistant's message by itself, and whose models take every field.
    public static OpenAiOptions usual() {
        return new OpenAiOptions(Prefill.NATIVE, Map.of(), PlainCalls.AUTO, new TokenRates());
    }
}
