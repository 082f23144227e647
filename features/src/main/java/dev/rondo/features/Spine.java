package dev.rondo.features;

/// Where training examples come from: one row of a data set each.
///
/// @param dataset the data set
/// @param id the column that identifies a row; requests carry the same id
/// @param eventTime the column with the moment of the request
/// @param labelTime the column with the moment from which on the label is known
/// @param label an SQL expression over the row
public record Spine(String dataset, String id, String eventTime, String labelTime, String label) {}
