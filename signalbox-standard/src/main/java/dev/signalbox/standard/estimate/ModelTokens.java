package dev.signalbox.standard.estimate;

import dev.signalbox.chat.Script;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.TokenSensor;
import java.util.OptionalDouble;

/// The tokens of the conversation as one model counts them: by what it has reported of text in this script, else as
/// OpenAI's models count.
public record ModelTokens(TokenRates rates) {
    /// Empty where the conversation was not counted.
    public OptionalDouble of(String model, Signals signals) {
        var script = signals.find(TokenSensor.SCRIPT);
        var tallied = signals.find(TokenSensor.SCRIPT_TOKENS);
        if (script != null && tallied != null) {
            var rate = rates.known(model, Script.named(script));
            if (rate.isPresent()) return OptionalDouble.of(tallied * rate.getAsDouble());
        }
        var counted = signals.find(TokenSensor.TOKENS);
        return counted == null ? OptionalDouble.empty() : OptionalDouble.of(counted);
    }
}
