/// The source code repository (C2): bare Git repositories, served to any Git client.
@NullMarked
package dev.rondo.delivery.repository;

import org.jspecify.annotations.NullMarked;
