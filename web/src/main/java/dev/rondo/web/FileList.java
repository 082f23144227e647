package dev.rondo.web;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.ProjectName;
import dev.rondo.ledger.ArtifactEntry;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.ArtifactTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One folder of the files of a run or a logged model. They are handed out to be saved alone.
///
/// @param page of what the files belong to
/// @param folder that is shown; empty for the outermost
/// @param entries folders first
record FileList(
    String page,
    ArtifactRoot root,
    ProjectName project,
    String folder,
    List<ArtifactEntry> entries) {
  /// How many are shown.
  static final int MOST = 500;

  static FileList of(
      ArtifactTree tree, Caller caller, ArtifactRoot root, String page, String folder) {
    List<ArtifactEntry> entries =
        tree.list(caller, root, folder).stream()
            .sorted(Comparator.comparing(one -> !one.isFolder()))
            .toList();
    return new FileList(page, root, caller.project(), folder, entries);
  }

  List<ArtifactEntry> shown() {
    return entries.stream().limit(MOST).toList();
  }

  boolean isEmpty() {
    return entries.isEmpty() && folder.isEmpty();
  }

  /// The folders that this one is in, the outermost first, and itself.
  List<String> trail() {
    List<String> trail = new ArrayList<>();
    for (int end = folder.indexOf('/'); end >= 0; end = folder.indexOf('/', end + 1)) {
      trail.add(folder.substring(0, end));
    }
    if (!folder.isEmpty()) {
      trail.add(folder);
    }
    return trail;
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// Where a folder is shown.
  String open(String path) {
    return path.isEmpty() ? page + "#files" : page + "?folder=" + Addresses.part(path) + "#files";
  }

  /// Where a file is handed out, by the protocol's own route.
  String download(ArtifactEntry file) {
    String address =
        root.kind() == ArtifactRoot.Kind.RUN
            ? "/get-artifact?run_id=" + root.id() + "&path="
            : "/ajax-api/2.0/mlflow/logged-models/"
                + root.id()
                + "/artifacts/files?artifact_file_path=";
    return address + Addresses.part(file.path()) + "&project=" + Addresses.part(project.value());
  }
}
