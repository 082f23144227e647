/// What a table looks like, found in few scans: figures, shapes, keys, relations, personal data.
@NullMarked
package dev.rondo.quality.profile;

import org.jspecify.annotations.NullMarked;
