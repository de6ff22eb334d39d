package dev.signalbox.learning.method.capability;

/// How a model's capabilities are held against what a query needs.
public enum Match {
    /// The angle between the two, whatever their lengths: a model that is bad at everything fits as well as one that is
    /// good at everything. Kept to show what that costs.
    COSINE,
    /// Only what is lacking counts.
    SHORTFALL,
    /// What is lacking in one may be made up for by another, as far as outcomes show: multidimensional item response.
    LOGISTIC
}
