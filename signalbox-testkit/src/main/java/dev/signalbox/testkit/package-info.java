/// Conformance kits for parts, and fakes to test against.
@NullMarked
package dev.signalbox.testkit;

import org.jspecify.annotations.NullMarked;
