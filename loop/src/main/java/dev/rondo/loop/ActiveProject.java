package dev.rondo.loop;

import dev.rondo.kernel.Asset;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.source.Workbench;
import java.nio.file.Path;

/// A project that runs: its files at one commit, and what they are bound to here.
///
/// @param commit of the code
/// @param bundle what was delivered
/// @param data the folder with the sources' files
public record ActiveProject(
    Project project, String commit, Asset bundle, Path data, Workbench workbench) {}
