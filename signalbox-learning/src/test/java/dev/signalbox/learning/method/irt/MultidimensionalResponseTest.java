package dev.signalbox.learning.method.irt;

import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.MethodKit;

class MultidimensionalResponseTest extends MethodKit {
    @Override
    protected Method method() {
        return new ItemResponse(5);
    }
}
