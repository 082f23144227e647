package dev.rondo.loop.source;

import dev.rondo.data.Tables;
import dev.rondo.quality.QualityResults;
import dev.rondo.quality.profile.Profiles;

/// Where what came of a source's rows is kept: the accepted ones, those that were set aside, what
/// the checks found, and what the rows look like.
public record DataStores(
    Tables tables, Quarantine quarantine, QualityResults quality, Profiles profiles) {}
