package dev.rondo.quality.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One change of a contract's tree.
///
/// @param owner the path of an object
/// @param target the path of what is changed in it
record Edit(String owner, String target, BiConsumer<ObjectNode, JsonNode> change) {

  /// Changes an object.
  static Edit on(String path, Consumer<ObjectNode> change) {
    return new Edit(path, path, (owner, _) -> change.accept(owner));
  }

  /// Takes an item out of a list of the owner.
  static Edit remove(String owner, String list, String item) {
    return new Edit(
        owner,
        item,
        (object, node) -> {
          if (object.path(list) instanceof ArrayNode items) {
            for (int i = items.size() - 1; i >= 0; i--) {
              if (items.get(i) == node) {
                items.remove(i);
              }
            }
            if (items.isEmpty()) {
              object.remove(list);
            }
          }
        });
  }

  /// Every place is looked up before anything changes, so that no edit moves another's.
  static void apply(ObjectNode tree, List<Edit> edits) {
    List<Runnable> changes = new ArrayList<>();
    for (Edit edit : edits) {
      if (tree.at(edit.owner) instanceof ObjectNode owner) {
        JsonNode target = tree.at(edit.target);
        changes.add(() -> edit.change.accept(owner, target));
      }
    }
    changes.forEach(Runnable::run);
  }
}
