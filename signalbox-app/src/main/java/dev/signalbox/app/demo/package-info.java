/// The demo: recorded answers of four real models, routed and measured.
@NullMarked
package dev.signalbox.app.demo;

import org.jspecify.annotations.NullMarked;
