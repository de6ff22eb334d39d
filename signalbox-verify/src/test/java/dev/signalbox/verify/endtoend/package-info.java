/// Real clients against the whole product, and the product against upstreams that fail.
@NullMarked
package dev.signalbox.verify.endtoend;

import org.jspecify.annotations.NullMarked;
