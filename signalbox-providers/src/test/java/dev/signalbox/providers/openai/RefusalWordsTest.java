package dev.signalbox.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What servers write when they refuse a request.
class RefusalWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                // OpenAI, Azure
                "This model's maximum context length is 8192 tokens. However, your messages resulted in 10000 tokens. Please reduce the length of the messages.",
                "Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 300000 tokens. Please reduce the length of the messages.",
                "Your input exceeds the context window of this model. Please adjust your input and try again.",
                "Invalid 'messages[0].content': string too long. Expected a string with maximum length 10485760, but got a string with length 12000000 instead.",
                // vLLM
                "The decoder prompt (length 4096) is longer than the maximum model length of 2048.",
                "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4500 in the messages, 500 in the completion).",
                "'max_tokens' or 'max_completion_tokens' is too large: 8000. This model's maximum context length is 4096 tokens and your request has 100 input tokens (8000 > 4096 - 100).",
                // sglang
                "The input (5000 tokens) is longer than the model's context length (4096 tokens).",
                "Requested token count exceeds the model's maximum context length of 32768 tokens. You requested a total of 40000 tokens.",
                // llama.cpp, Ollama, LM Studio, TabbyAPI
                "the request exceeds the available context size. try increasing the context size or enable context shift",
                "request (5000 tokens) exceeds the available context size (2048 tokens), try increasing it",
                "the input length exceeds the context length",
                "Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input",
                "Prompt length 5000 is greater than max_seq_len 4096",
                // Anthropic, Bedrock
                "prompt is too long: 208310 tokens > 200000 maximum",
                "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease input length or `max_tokens` and try again",
                "Input is too long for requested model.",
                "Too many input tokens. Max input tokens: 8192, request input token count: 9000",
                // Gemini
                "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
                "Unable to submit request because the input token count is 40000 but model only supports up to 32768. Reduce the input token count and try again.",
                // Mistral, Cohere, TGI, xAI, Moonshot, Z.AI
                "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
                "too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 5000.",
                "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 200 `max_new_tokens`",
                "Input validation error: `inputs` must have less than 4096 tokens. Given: 5000",
                "This model's maximum prompt length is 131072 but the request contains 140000 tokens.",
                "Invalid request: Your request exceeded model token limit: 8192",
                "Prompt exceeds max length",
                // Copilot, Cloudflare, OpenRouter, Cerebras, DashScope, MiniMax, watsonx, AI21, Databricks
                "prompt token count of 125516 exceeds the limit of 64000",
                "The estimated number of input and maximum output tokens (302000) exceeded this model context window limit (262144).",
                "This endpoint's maximum context length is 65536 tokens. However, you requested about 92208 tokens.",
                "Please reduce the length of the messages or completion. Current length is 9000 while limit is 8192",
                "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 129024]",
                "invalid params, context window exceeds limit",
                "the number of input tokens 5000 cannot exceed the total tokens limit 4096 for this model",
                "Total tokens of the prompt and expected response exceed the model's context window.",
                "BAD_REQUEST: prompt token count (12000) cannot exceed 8192."
            })
    void saysThatThePromptIsTooLong(String words) {
        assertThat(ContextOverflow.isToldBy("", "", words)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_tokens must be between 1 and 4096",
                "max_tokens is too large: 100000. This model supports at most 16384 completion tokens.",
                "`max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` is less than the `context_window` for this model",
                "Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000.",
                "Request too large for model `llama` on tokens per minute (TPM): Limit 6000, Requested 10000, please reduce your message size and try again.",
                "You exceeded your current quota, please check your plan and billing details.",
                "Too many requests. Please try again later.",
                "Invalid input: temperature exceeds the maximum of 2",
                "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length 200 instead.",
                "Image size exceeds the maximum of 20 MB",
                "Too many images in the request: at most 10 are allowed",
                "The request file exceeds the maximum length of 25 MB",
                "Function name too long. Expected a string with maximum length 64",
                "stop: too many sequences, at most 4",
                "Prompt contains prohibited content",
                "Input should be a valid string",
                "messages: at least one message is required",
                "Invalid value for n: must be between 1 and 8",
                "The request was blocked by the content filter",
                "Your credit balance is too low to access the API",
                "top_logprobs must be at most 20",
                "Request timed out after the maximum of 600 seconds",
                "The model `long-context` does not exist",
                "seed is too large"
            })
    void saysSomethingElse(String words) {
        assertThat(ContextOverflow.isToldBy("", "", words)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"context_length_exceeded", "exceed_context_size_error", "model_max_prompt_tokens_exceeded"})
    void saysSoByItsCode(String code) {
        assertThat(ContextOverflow.isToldBy("", code, "")).isTrue();
        assertThat(ContextOverflow.isToldBy(code, "", "")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_tokens must be between 1 and 4096",
                "max_tokens is too large: 100000. This model supports at most 16384 completion tokens.",
                "Invalid value for n: must be between 1 and 8",
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
                "temperature: range: -1..2 must be less than or equal to 2",
                "this model does not support image input",
                "Extra inputs are not permitted: stream_options",
                "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
                "Your request was flagged as potentially violating our usage policy.",
                "Output blocked by content filtering policy",
                "Input data may contain inappropriate content.",
                "Unrecognized request argument supplied: reasoning_effort",
                "tool_choice is not supported"
            })
    void saysThatThisModelRefuses(String words) {
        assertThat(OwnRefusal.isToldBy("", "", words)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "messages: at least one message is required",
                "Invalid JSON in the body",
                "messages[0].role is missing",
                "no such voice"
            })
    void saysThatTheRequestIsWrong(String words) {
        assertThat(OwnRefusal.isToldBy("invalid_request_error", "", words)).isFalse();
    }
}
