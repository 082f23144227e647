/// What users implement to judge data by Java of their own. No library of ours is needed for it.
@NullMarked
package dev.rondo.quality.custom;

import org.jspecify.annotations.NullMarked;
