package dev.signalbox.learning.method.routellm;

import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.MethodKit;

class PreferenceClassifierTest extends MethodKit {
    @Override
    protected Method method() {
        return new PreferenceClassifier();
    }
}
