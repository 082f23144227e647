package dev.rondo.delivery.repository;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/// The plain files of one commit. Links and submodules are passed over, never followed; every entry
/// counts, since a tree of a few objects can unfold into millions of empty folders.
final class SourceTree {
  private static final int PATH_LENGTH = 500;

  private final ObjectReader reader;
  private final RepositoryLimits limits;
  private final ObjectChecker paths =
      new ObjectChecker().setSafeForWindows(true).setSafeForMacOS(true);

  SourceTree(ObjectReader reader, RepositoryLimits limits) {
    this.reader = reader;
    this.limits = limits;
  }

  /// Every file by its path, in the paths' order.
  Map<String, byte[]> read(RevCommit commit) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    walk(
        commit,
        (path, id) ->
            files.put(path, reader.open(id, Constants.OBJ_BLOB).getCachedBytes(maximum())));
    return Collections.unmodifiableMap(files);
  }

  /// Refuses a commit that [#read] would refuse.
  void check(RevCommit commit) throws IOException {
    walk(commit, (_, _) -> {});
  }

  private int maximum() {
    return (int) Math.min(limits.fileBytes(), Integer.MAX_VALUE - 8);
  }

  private void walk(RevCommit commit, Visitor visitor) throws IOException {
    int entries = 0;
    long total = 0;
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.reset(commit.getTree());
      while (walk.next()) {
        if (++entries > limits.entries()) {
          throw tooLarge("The commit has more than %d entries; take some out.", limits.entries());
        }
        if (walk.isSubtree()) {
          checkPath(walk.getPathString());
          walk.enterSubtree();
        } else if (isPlain(walk.getFileMode(0))) {
          total += size(walk.getPathString(), walk.getObjectId(0));
          if (total > limits.totalBytes()) {
            throw tooLarge(
                "The files of the commit have more than %d bytes together; keep data outside the"
                    + " repository.",
                limits.totalBytes());
          }
          visitor.visit(walk.getPathString(), walk.getObjectId(0));
        }
      }
    }
  }

  private static boolean isPlain(FileMode mode) {
    return mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
  }

  private long size(String path, ObjectId id) throws IOException {
    checkPath(path);
    long size = reader.getObjectSize(id, Constants.OBJ_BLOB);
    if (size > limits.fileBytes()) {
      throw tooLarge(
          "The file '%s' has %d bytes, more than the %d that are allowed; keep data outside the"
              + " repository.",
          path, size, limits.fileBytes());
    }
    return size;
  }

  private void checkPath(String path) {
    if (path.length() > PATH_LENGTH) {
      throw tooLarge(
          "The path '%s…' has %d characters, more than the %d that are allowed.",
          path.substring(0, 80), path.length(), PATH_LENGTH);
    }
    try {
      paths.checkPath(path);
    } catch (CorruptObjectException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_FILE,
          "The path '" + path + "' is not allowed: " + e.getMessage() + ".",
          e);
    }
  }

  private static Problem tooLarge(String format, Object... arguments) {
    return Problem.of(ProblemCode.TOO_LARGE, format, arguments);
  }

  private interface Visitor {
    void visit(String path, ObjectId id) throws IOException;
  }
}
