/// The HTTP server: requests in, answers, streams and stories out.
@NullMarked
package dev.signalbox.gateway;

import org.jspecify.annotations.NullMarked;
