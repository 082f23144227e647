package dev.rondo.access;

import dev.rondo.kernel.Level;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.Thing;

/// The level that a user holds on one thing of a project.
public record Grant(ProjectName project, Thing thing, Level level) {}
