package dev.rondo.ledger;

/// What stands in a folder: a file, or another folder.
///
/// @param path from the root of the tree
/// @param size in bytes; 0 for a folder
public record ArtifactEntry(String path, boolean isFolder, long size) {

  /// The last segment.
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
