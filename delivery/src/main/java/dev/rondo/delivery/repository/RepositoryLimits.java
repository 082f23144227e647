package dev.rondo.delivery.repository;

import dev.rondo.kernel.Problem;

/// What a repository accepts.
///
/// @param entries files, folders, links and submodules in one commit
/// @param fileBytes of one file in a commit that is read
/// @param totalBytes of all files in a commit that is read
/// @param objectBytes of one object in a push, whatever it is
/// @param packBytes of one push
public record RepositoryLimits(
    int entries, long fileBytes, long totalBytes, long objectBytes, long packBytes) {
  private static final long MEBIBYTE = 1 << 20;

  public RepositoryLimits {
    if (entries < 1 || fileBytes < 1 || totalBytes < 1 || objectBytes < 1 || packBytes < 1) {
      throw Problem.invalid("Every limit of a repository must be at least 1.");
    }
  }

  /// 5,000 entries, files of 8 MiB and 64 MiB together, objects of 32 MiB, pushes of 256 MiB.
  public static RepositoryLimits standard() {
    return new RepositoryLimits(5_000, 8 * MEBIBYTE, 64 * MEBIBYTE, 32 * MEBIBYTE, 256 * MEBIBYTE);
  }
}
