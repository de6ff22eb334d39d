package dev.signalbox.providers.openai;

/// How a server is told that its model shall go on with the last message, an assistant's, and not begin another one.
public enum Prefill {
    /// It goes on by itself.
    NATIVE,
    /// The message has `"prefix": true` (Mistral, DeepSeek's beta address).
    FLAG,
    /// The request has `"continue_final_message": true` and `"add_generation_prompt": false` (vLLM).
    VLLM
}
