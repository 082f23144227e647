/// CI/CD (C1) and the source code repository (C2).
@NullMarked
package dev.rondo.delivery;

import org.jspecify.annotations.NullMarked;
