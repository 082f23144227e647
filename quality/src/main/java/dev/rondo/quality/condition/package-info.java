/// Which rows a rule is about: conditions in the dialects that people write, as one tree, which
/// becomes SQL, a test on one row, and JSON.
@NullMarked
package dev.rondo.quality.condition;

import org.jspecify.annotations.NullMarked;
