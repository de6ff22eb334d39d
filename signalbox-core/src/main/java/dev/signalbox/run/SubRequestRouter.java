package dev.signalbox.run;

import dev.signalbox.chat.Request;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.run.Runner.Result;

/// Routes a part of a request by the same walk as the whole: sensed, decided and journalled under its own id.
/// Thread-safe.
@FunctionalInterface
public interface SubRequestRouter {
    /// @param part names its whole as its parent. It is not taken apart again.
    /// @param spendLedger pays for its calls
    /// @throws ProviderException when it has no answer
    /// @throws InterruptedException when nobody waits for it any more
    Result route(Request part, SpendLedger spendLedger) throws ProviderException, InterruptedException;
}
