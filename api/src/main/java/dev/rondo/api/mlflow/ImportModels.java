package dev.rondo.api.mlflow;

import dev.rondo.kernel.Caller;
import dev.rondo.registry.ImportedModel;
import dev.rondo.registry.ImportedVersion;
import dev.rondo.registry.ModelSource;
import dev.rondo.registry.NewVersion;
import dev.rondo.registry.Stage;
import dev.rondo.registry.scan.ModelFile;
import dev.rondo.registry.scan.Scan;
import dev.rondo.registry.scan.Scanner;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Registered models with their versions in the protocol's own messages, read as what another
/// server has stored. A version tells by `storage_location` where its files are here; nothing else
/// is looked into.
final class ImportModels {
  private final ModelFiles files;

  ImportModels(ModelFiles files) {
    this.files = files;
  }

  ImportedModel model(Message asked) {
    Map<String, Integer> aliases = new HashMap<>();
    asked
        .messages("aliases")
        .forEach(one -> aliases.put(one.fullText("alias"), ModelMessages.version(one)));
    Instant created = ImportMessages.time(asked, "creation_timestamp").orElse(Instant.EPOCH);
    return new ImportedModel(
        asked.fullText("name"),
        asked.findText("description").orElse(""),
        ModelMessages.tags(asked),
        aliases,
        created,
        ImportMessages.time(asked, "last_updated_timestamp").orElse(created));
  }

  List<ImportedVersion> versions(Caller caller, Message model) {
    return model.messages("versions").stream()
        .map(one -> version(caller, model.fullText("name"), one))
        .toList();
  }

  private ImportedVersion version(Caller caller, String model, Message one) {
    ModelSource source =
        new ModelSource(
            one.findText("source").orElse(""),
            one.findText("storage_location").map(ModelSources::checked).orElse(""),
            one.findText("run_id").filter(text -> !text.isEmpty()),
            one.findText("run_link").orElse(""),
            one.findText("model_id").filter(text -> !text.isEmpty()));
    NewVersion made =
        new NewVersion(
            model,
            source,
            one.findText("description").orElse(""),
            ModelMessages.tags(one),
            scan(caller, source));
    Instant created = ImportMessages.time(one, "creation_timestamp").orElse(Instant.EPOCH);
    return new ImportedVersion(
        ModelMessages.version(one),
        made,
        one.findText("current_stage").map(Stage::parse).orElse(Stage.NONE),
        one.findText("user_id").orElse(""),
        created,
        ImportMessages.time(one, "last_updated_timestamp").orElse(created),
        one.flag("deleted"));
  }

  private Optional<Scan> scan(Caller caller, ModelSource source) {
    List<ModelFile> found = files.files(caller, source.location());
    return found.isEmpty() ? Optional.empty() : Optional.of(Scanner.scan(found));
  }
}
