package dev.rondo.ledger;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.PlainPath;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.ledger.ArtifactRoot.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files of runs, logged models and traces: paths that point at blobs. Folders are there as
/// long as files are in them. Thread-safe.
public final class ArtifactTree {
  /// What files belong to, as its own table knows it.
  record Owner(ExperimentId experiment, boolean isDeleted) {}

  /// Finds an owner by its id.
  @FunctionalInterface
  interface Owners {
    Optional<Owner> find(Transaction tx, ProjectName project, String id);
  }

  private final Database database;
  private final Map<Kind, Owners> owners;
  private volatile FileHolders holders = (_, _, _, _, _) -> Optional.empty();

  /// @param owners by their kinds; of a kind that is not among them there is nothing
  ArtifactTree(Database database, Map<Kind, Owners> owners) {
    this.database = database;
    this.owners = Map.copyOf(owners);
  }

  /// Says who else needs files to stay as they are, before the first is changed.
  public void protect(FileHolders needed) {
    holders = needed;
  }

  /// Who needs any file of a thing.
  Optional<String> findHolder(
      Transaction tx, ProjectName project, ExperimentId experiment, ArtifactRoot root) {
    return holders.find(tx, project, experiment, root, "");
  }

  /// What this finds stays true, since nothing moves from one experiment to another.
  ///
  /// @throws Problem `not-found` when there is no such thing in the experiment
  public void require(Caller caller, ExperimentId experiment, ArtifactRoot root) {
    Reachable.require(caller, Permission.READ);
    if (!database
        .read(tx -> owner(tx, caller, Permission.READ, root))
        .experiment()
        .equals(experiment)) {
      throw Problem.notFound(
          "There is no %s '%s' in experiment %s.", root.kind().text(), root.id(), experiment);
    }
  }

  /// Of something with which the caller may do so.
  private Owner owner(Transaction tx, Caller caller, Permission permission, ArtifactRoot root) {
    Owner found = findOwner(tx, caller, root).orElseThrow(() -> missing(root));
    Reachable.require(caller, permission, found.experiment(), () -> missing(root));
    return found;
  }

  private Optional<Owner> findOwner(Transaction tx, Caller caller, ArtifactRoot root) {
    return Optional.ofNullable(owners.get(root.kind()))
        .flatMap(of -> of.find(tx, caller.project(), root.id()));
  }

  private static Problem missing(ArtifactRoot root) {
    return root.kind() == Kind.RUN
        ? Problem.notFound("Run with id=%s not found", root.id())
        : Problem.notFound("There is no %s '%s'.", root.kind().text(), root.id());
  }

  /// Refuses what [#put] would refuse, before the content is taken.
  ///
  /// @throws Problem `invalid-request` for a path that cannot be a file's, or of what is deleted
  public void requireWritable(Caller caller, ArtifactRoot root, String path) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    PlainPath.check(path);
    database.read(tx -> requireWritable(tx, caller, root, path));
  }

  private boolean requireWritable(Transaction tx, Caller caller, ArtifactRoot root, String path) {
    requireActive(tx, caller, Permission.WRITE_RUNS, root);
    if (ArtifactTable.isFolder(tx, caller.project(), root, path)) {
      throw Problem.invalid("'%s' is a folder already; a file needs another name.", path);
    }
    for (int i = path.indexOf('/'); i > 0; i = path.indexOf('/', i + 1)) {
      String folder = path.substring(0, i);
      if (ArtifactTable.find(tx, caller.project(), root, folder).isPresent()) {
        throw Problem.invalid("'%s' is a file already; nothing can be put into it.", folder);
      }
    }
    if (ArtifactTable.find(tx, caller.project(), root, path).isEmpty()) {
      requireFree(tx, caller, root, path);
    }
    return true;
  }

  private void requireFree(Transaction tx, Caller caller, ArtifactRoot root, String path) {
    ExperimentId experiment = owner(tx, caller, Permission.READ, root).experiment();
    holders
        .find(tx, caller.project(), experiment, root, path)
        .ifPresent(holder -> {
          throw Problem.invalid(
              "'%s' of the %s %s belongs to %s, which stays as it was registered: delete that first,"
                  + " or use another place.",
              path, root.kind().text(), root.id(), holder);
        });
  }

  private void requireActive(
      Transaction tx, Caller caller, Permission permission, ArtifactRoot root) {
    if (owner(tx, caller, permission, root).isDeleted()) {
      throw Problem.invalid(
          "The %s %s must be in the 'active' state. Current state is deleted.",
          root.kind().text(), root.id());
    }
  }

  /// Notes a stored blob as a file; the same path again replaces it.
  ///
  /// @throws Problem `invalid-request` also for another content of a file that somebody needs
  public Artifact put(Caller caller, ArtifactRoot root, String path, Blob blob) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    Artifact artifact = new Artifact(PlainPath.check(path), blob.digest(), blob.size());
    database.write(tx -> {
      put(tx, caller, root, artifact);
      return true;
    });
    return artifact;
  }

  void put(Transaction tx, Caller caller, ArtifactRoot root, Artifact artifact) {
    String path = PlainPath.check(artifact.path());
    requireWritable(tx, caller, root, path);
    if (!ArtifactTable.find(tx, caller.project(), root, path).equals(Optional.of(artifact))) {
      requireFree(tx, caller, root, path);
    }
    ArtifactTable.put(tx, caller.project(), root, artifact);
  }

  public Optional<Artifact> find(Caller caller, ArtifactRoot root, String path) {
    Reachable.require(caller, Permission.READ);
    PlainPath.check(path);
    return database.read(tx ->
        isHidden(tx, caller, root)
            ? Optional.empty()
            : ArtifactTable.find(tx, caller.project(), root, path));
  }

  private boolean isHidden(Transaction tx, Caller caller, ArtifactRoot root) {
    return !Reachable.isWhole(caller, Permission.READ)
        && findOwner(tx, caller, root)
            .filter(of -> !Reachable.isHidden(caller, of.experiment()))
            .isEmpty();
  }

  /// Every file, by path.
  public List<Artifact> all(Caller caller, ArtifactRoot root) {
    Reachable.require(caller, Permission.READ);
    return database.read(tx -> {
      owner(tx, caller, Permission.READ, root);
      return ArtifactTable.all(tx, caller.project(), root);
    });
  }

  /// What stands right in a folder, by path; nothing where there is no such folder.
  ///
  /// @param folder empty for the root's own
  public List<ArtifactEntry> list(Caller caller, ArtifactRoot root, String folder) {
    Reachable.require(caller, Permission.READ);
    checkFolder(folder);
    return database.read(tx -> {
      owner(tx, caller, Permission.READ, root);
      return ArtifactTable.list(tx, caller.project(), root, folder);
    });
  }

  /// Deletes a file, or a folder with everything in it. Their contents go when nothing else points
  /// at them.
  ///
  /// @param path empty for everything
  /// @throws Problem `invalid-request` for what somebody needs
  public void delete(Caller caller, ArtifactRoot root, String path) {
    Reachable.require(caller, Permission.MANAGE);
    checkFolder(path);
    database.write(tx -> {
      requireActive(tx, caller, Permission.MANAGE, root);
      requireFree(tx, caller, root, path);
      if (path.isEmpty()) {
        ArtifactTable.deleteAll(tx, caller.project(), root);
      } else {
        ArtifactTable.delete(tx, caller.project(), root, path);
      }
      return true;
    });
  }

  /// Deletes all files of a thing, within the unit of work that deletes it for good.
  public static void deleteAll(Transaction tx, ProjectName project, ArtifactRoot root) {
    ArtifactTable.deleteAll(tx, project, root);
  }

  private static void checkFolder(String path) {
    if (!path.isEmpty()) {
      PlainPath.check(path);
    }
  }
}
