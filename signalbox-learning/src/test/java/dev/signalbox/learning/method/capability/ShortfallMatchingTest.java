package dev.signalbox.learning.method.capability;

import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.MethodKit;

class ShortfallMatchingTest extends MethodKit {
    @Override
    protected Method method() {
        return new CapabilityMatching(Match.SHORTFALL);
    }
}
