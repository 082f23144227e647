package dev.rondo.quality.profile;

import dev.rondo.kernel.EventTime;

/// A stored profile of the rows that one snapshot added to a data set, with those of the snapshots
/// before it that have none.
///
/// @param snapshot its id
/// @param at the moment in the data's time that the snapshot stands for
public record KeptProfile(long snapshot, EventTime at, Profile profile) {}
