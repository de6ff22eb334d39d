/// The settings file: records that say what can be set, and one reader, schema and reference page made from them.
@NullMarked
package dev.signalbox.app.settings;

import org.jspecify.annotations.NullMarked;
