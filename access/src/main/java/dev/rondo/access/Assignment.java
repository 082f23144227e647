package dev.rondo.access;

import dev.rondo.kernel.ProjectName;

/// A role that a user has in a project.
public record Assignment(User user, ProjectName project, Role role) {}
