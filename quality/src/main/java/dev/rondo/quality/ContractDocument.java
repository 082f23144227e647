package dev.rondo.quality;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A file of the Open Data Contract Standard as a whole: any number of objects, and every key of
/// the standard, also those that nothing here acts upon. It is read leniently: what the standard
/// allows but a check cannot judge, such as columns of lists or rules for other engines, is kept
/// and told in `unchecked`.
///
/// @param objects a contract for each object, for checking its table
/// @param unchecked what is kept, but not checked, with its place
public record ContractDocument(
    String file, ObjectNode tree, List<Contract> objects, List<Mistake> unchecked) {

  public ContractDocument {
    tree = tree.deepCopy();
    objects = List.copyOf(objects);
    unchecked = List.copyOf(unchecked);
  }

  /// Reads a file.
  ///
  /// @param file the path that mistakes are reported with
  /// @throws Problem `invalid-file` with every mistake's line and path
  public static ContractDocument parse(String file, String text) {
    return read(file, Fields.of(Yaml.parse(file, text)));
  }

  /// Reads what was put together otherwise; mistakes have paths, but no lines.
  ///
  /// @throws Problem `invalid-file` with every mistake's path
  public static ContractDocument of(String file, ObjectNode tree) {
    return read(file, Fields.of(tree));
  }

  private static ContractDocument read(String file, Fields root) {
    List<Mistake> unchecked = new ArrayList<>();
    Unsupported unsupported =
        (owner, key, message) -> unchecked.add(owner.place(key).mistake(message));
    List<Contract> objects = new ContractParser(root, file, unsupported).contracts();
    root.finish();
    return new ContractDocument(file, root.whole(), objects, unchecked);
  }

  /// A copy of the whole, with every key as it stood.
  @Override
  public ObjectNode tree() {
    return tree.deepCopy();
  }

  public String id() {
    return tree.path("id").asString("");
  }

  public String version() {
    return tree.path("version").asString("");
  }

  public Optional<Contract> object(String name) {
    return objects.stream().filter(object -> object.object().equals(name)).findFirst();
  }

  /// `taxi-trips 1.0.0`.
  @Override
  public String toString() {
    return id() + " " + version();
  }
}
