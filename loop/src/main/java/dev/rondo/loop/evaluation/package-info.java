/// Evaluations of model versions: made on stored examples, kept, and made again.
@NullMarked
package dev.rondo.loop.evaluation;

import org.jspecify.annotations.NullMarked;
