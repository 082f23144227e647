/// What every `/api/v1` route shares, health, metrics and the published description.
@NullMarked
package dev.rondo.api.rest;

import org.jspecify.annotations.NullMarked;
