/// HTTP to upstreams: one pool, and the one place where an event loop hands over to the walk's thread.
@NullMarked
package dev.signalbox.providers.http;

import org.jspecify.annotations.NullMarked;
