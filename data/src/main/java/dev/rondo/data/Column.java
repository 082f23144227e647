package dev.rondo.data;

/// A column of a table.
public record Column(String name, ColumnType type) {}
