package dev.signalbox.standard.quality;

/// Linear heads for queries of which the caller tells the group: what the text says, and for each model what it is
/// better or worse at in this group than the text lets expect.
///
/// @param ridge reads the embedding and the lexical features
/// @param offsets for each group one number a model
public record GroupRidge(Ridge ridge, float[] offsets) implements Predictor {
    public GroupRidge {
        if (offsets.length == 0 || offsets.length % ridge.intercepts().length != 0) {
            throw new IllegalArgumentException("offsets must divide by the models");
        }
    }

    public int groups() {
        return offsets.length / ridge.intercepts().length;
    }

    @Override
    public void predict(Features features, double[] predictions) {
        ridge.predict(features, predictions);
        if (features.group() < 0) return;
        int models = ridge.intercepts().length;
        for (int model = 0; model < models; model++) predictions[model] += offsets[features.group() * models + model];
    }
}
