/// Project as code, built-in steps, triggers and feedback routes: what joins the components.
@NullMarked
package dev.rondo.loop;

import org.jspecify.annotations.NullMarked;
