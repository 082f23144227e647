package dev.rondo.quality.publication;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.change.Version;
import java.util.Map;
import java.util.Set;

/// One version of a contract, word for word.
///
/// @param contract its id
/// @param version in three numbers
/// @param digest of what it says: comments, spaces and the order of keys do not count
/// @param file where it stood
/// @param places the hand-overs that it stands at, such as `data-set:trips`
public record ContractText(
    String contract, Version version, Digest digest, String file, String text, Set<String> places) {
  public ContractText {
    places = Set.copyOf(places);
  }

  /// @throws dev.rondo.kernel.Problem `invalid-request` when the version is not in numbers
  public static ContractText of(ContractDocument document, String text, Set<String> places) {
    Map<?, ?> content = Json.MAPPER.treeToValue(document.tree(), Map.class);
    return new ContractText(
        document.id(),
        Version.parse(document.version()),
        Digest.of(Json.write(content)),
        document.file(),
        text,
        places);
  }

  /// What the text says.
  public ContractDocument document() {
    return ContractDocument.parse(file, text);
  }

  /// Whether it says that the contract is no longer kept.
  public boolean isRetired() {
    return document().tree().path("status").asString("").equals("retired");
  }

  /// `taxi-trips 1.0.0`.
  @Override
  public String toString() {
    return contract + " " + version;
  }
}
