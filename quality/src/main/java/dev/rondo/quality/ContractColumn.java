package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.kernel.Place;

/// One column that a contract promises.
///
/// @param required no value may be null
/// @param description may be empty
/// @param classification such as `public` or `personal`; may be empty
public record ContractColumn(
    String name,
    ColumnType type,
    boolean required,
    String description,
    String classification,
    Availability availability,
    Place place) {}
