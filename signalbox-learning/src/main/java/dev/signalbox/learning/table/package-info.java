/// What many models made of many queries: outcome tables, how they are read and how they are split.
@NullMarked
package dev.signalbox.learning.table;

import org.jspecify.annotations.NullMarked;
