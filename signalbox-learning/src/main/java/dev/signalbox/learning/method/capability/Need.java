package dev.signalbox.learning.method.capability;

/// What a query needs.
///
/// @param shares one an axis: how much of the query is of it; they sum to 1
/// @param levels one an axis: how able in it a model must be, 0..1
record Need(double[] shares, double[] levels) {}
