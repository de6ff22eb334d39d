package dev.signalbox.plan;

import dev.signalbox.estimate.Utility;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.signal.Signals;
import java.util.List;
import java.util.Optional;

/// A named way to answer with more than one call, made of the models that are permitted: a cascade, a panel, a hedge.
/// Where a route has strategies, its selector chooses among them as it does among models. Thread-safe, and quick: it
/// is asked for every request.
public interface Strategy {
    String name();

    /// The plan and what it is believed to be worth; empty where it can't do without a model that is
    /// not permitted.
    ///
    /// @param calls a call of each permitted model and what that is believed to be worth
    /// @param utility by which the route will choose
    Optional<Option> option(List<Option> calls, Utility utility, Signals signals);
}
