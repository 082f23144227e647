/// The steps that pipelines are made of.
@NullMarked
package dev.rondo.loop.step;

import org.jspecify.annotations.NullMarked;
