/// Calls out to other servers: one client, and the rules that it keeps.
@NullMarked
package dev.rondo.kernel.http;

import org.jspecify.annotations.NullMarked;
