package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.kernel.Place;

/// One column that a contract promises.
///
/// @param required no value may be null
/// @param description may be empty
/// @param classification such as `public` or `personal`; may be empty
/// @param format how dates and times are written as text, as Java's DateTimeFormatter says it;
///   empty for ISO 8601
public record ContractColumn(
    String name,
    ColumnType type,
    boolean required,
    String description,
    String classification,
    Availability availability,
    String format,
    Place place) {}
