/// What is seen of a model's files when they are registered: formats, digests, and what in them
/// could do harm. Nothing is ever executed or loaded.
@NullMarked
package dev.rondo.registry.scan;

import org.jspecify.annotations.NullMarked;
