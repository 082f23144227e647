package dev.rondo.api.openlineage;

import dev.rondo.data.Column;
import dev.rondo.data.TableSchema;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is told of a data set, whoever reads or writes it.
final class DatasetFacets {
  private DatasetFacets() {}

  static Facet version(Asset asset) {
    return Facet.of(
        "version",
        "1-0-1",
        "DatasetVersionDatasetFacet",
        Json.object().put("datasetVersion", asset.version()));
  }

  static Facet source(Name name) {
    String uri = name.isFile() ? "file:///" : name.namespace();
    return Facet.of(
        "dataSource",
        "1-0-1",
        "DatasourceDatasetFacet",
        Json.object().put("name", name.namespace()).put("uri", uri));
  }

  static Facet type(Asset.Kind kind) {
    String type =
        switch (kind) {
          case SOURCE_FILE,
              BUNDLE,
              REPORT,
              EVALUATION,
              QUALITY_RESULT,
              ALERT,
              DECISION,
              PARAMETER,
              METRIC,
              ARTIFACT ->
              "FILE";
          case DATASET, SNAPSHOT, TRAINING_SET, PREDICTION_WINDOW -> "TABLE";
          case FEATURE_VIEW -> "VIEW";
          case MODEL, MODEL_VERSION, DEPLOYMENT -> "MODEL";
        };
    return Facet.of(
        "datasetType",
        "1-0-1",
        "DatasetTypeDatasetFacet",
        Json.object().put("datasetType", type).put("subType", kind.name()));
  }

  /// @param contract says what the columns mean
  static Facet schema(TableSchema schema, Optional<Contract> contract) {
    ObjectNode json = Json.object();
    ArrayNode fields = json.putArray("fields");
    for (Column column : schema.columns()) {
      ObjectNode field =
          fields
              .addObject()
              .put("name", column.name())
              .put("type", column.type().sql())
              .put("ordinal_position", fields.size());
      contract
          .flatMap(one -> one.column(column.name()))
          .map(ContractColumn::description)
          .filter(text -> !text.isEmpty())
          .ifPresent(text -> field.put("description", text));
    }
    return Facet.of("schema", "1-2-0", "SchemaDatasetFacet", json);
  }

  /// Who answers for the data, and what they are for.
  static List<Facet> promised(Contract contract) {
    List<Facet> facets = new ArrayList<>();
    Contract.About about = contract.about();
    if (!about.owners().isEmpty()) {
      ObjectNode json = Json.object();
      ArrayNode owners = json.putArray("owners");
      about
          .owners()
          .forEach(owner ->
              owners
                  .addObject()
                  .put("name", owner.user())
                  .put("type", owner.role().toUpperCase(Locale.ROOT)));
      facets.add(Facet.of("ownership", "1-0-1", "OwnershipDatasetFacet", json));
    }
    String purpose = about.purpose().isEmpty() ? about.name() : about.purpose();
    if (!purpose.isEmpty()) {
      ObjectNode json = Json.object().put("description", purpose);
      facets.add(Facet.of("documentation", "1-1-0", "DocumentationDatasetFacet", json));
    }
    return facets;
  }

  static Facet rowsRead(long rows) {
    return Facet.of(
        "inputStatistics",
        "1-0-0",
        "InputStatisticsInputDatasetFacet",
        Json.object().put("rowCount", rows));
  }

  static Facet rowsWritten(long rows) {
    return Facet.of(
        "outputStatistics",
        "1-0-2",
        "OutputStatisticsOutputDatasetFacet",
        Json.object().put("rowCount", rows));
  }
}
