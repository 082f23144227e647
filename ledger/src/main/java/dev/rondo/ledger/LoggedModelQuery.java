package dev.rondo.ledger;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.search.Column;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operand;
import dev.rondo.kernel.search.Slice;
import dev.rondo.kernel.search.SqlCondition;
import dev.rondo.ledger.LoggedModelSearch.Dataset;
import dev.rondo.ledger.LoggedModelSearch.Order;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A search for logged models in the database's words. Confined to one thread.
final class LoggedModelQuery {
  private static final Map<String, Column> ATTRIBUTES =
      Map.of(
          "name",
          Column.of("m.name"),
          "model_id",
          Column.of("m.id"),
          "model_type",
          Column.of("m.type"),
          "status",
          Column.of("m.status"),
          "source_run_id",
          Column.of("m.source_run"),
          "creation_timestamp",
          Column.of("m.created"),
          "last_updated_timestamp",
          Column.of("m.updated"));

  private final LoggedModelSearch search;
  private final List<Object> arguments = new ArrayList<>();

  private LoggedModelQuery(LoggedModelSearch search) {
    this.search = search;
  }

  static Slice<LoggedModel> search(Transaction tx, ProjectName project, LoggedModelSearch search) {
    return new LoggedModelQuery(search).run(tx, project);
  }

  private Slice<LoggedModel> run(Transaction tx, ProjectName project) {
    arguments.add(project);
    search.experiments().forEach(id -> arguments.add(id.number()));
    String places = String.join(", ", Collections.nCopies(search.experiments().size(), "?"));
    StringBuilder sql =
        new StringBuilder("SELECT " + LoggedModelTable.COLUMNS + " FROM logged_model m")
            .append(" WHERE m.deleted IS NULL AND m.experiment IN (SELECT key FROM experiment")
            .append(" WHERE project = ? AND deleted IS NULL AND number IN (" + places + "))");
    search.conditions().forEach(one -> sql.append(" AND ").append(condition(one)));
    if (search.conditions().stream().noneMatch(one -> one.entity().equals("metrics"))
        && !search.datasets().isEmpty()) {
      sql.append(" AND ").append(entry("metric")).append(onDatasets(search.datasets())).append(")");
    }
    sql.append(
        Stream.concat(
                search.orders().stream().map(this::order), Stream.of("m.created DESC", "m.id"))
            .collect(Collectors.joining(", ", " ORDER BY ", " LIMIT ? OFFSET ?")));
    arguments.add(search.limit() + 1);
    arguments.add(search.offset());
    return Slice.of(
            tx.list(sql.toString(), LoggedModelTable::row, arguments.toArray()), search.limit())
        .map(bare -> bare.model(tx));
  }

  private static String entry(String table) {
    return "EXISTS (SELECT 1 FROM logged_model_" + table + " t WHERE t.model = m.key";
  }

  private String condition(Condition one) {
    return switch (one.entity()) {
      case "metrics" -> keyed("metric", one) + onDatasets(search.datasets()) + ")";
      case "params" -> keyed("parameter", one) + ")";
      case "tags" -> keyed("tag", one) + ")";
      default -> SqlCondition.of(plain(one), attribute(one.key()), arguments);
    };
  }

  /// Clients name a status as it stands in messages, or as their own language has it.
  private static Condition plain(Condition one) {
    if (!one.key().equals("status")) {
      return one;
    }
    Operand plain =
        switch (one.operand()) {
          case Operand.Text text -> new Operand.Text(status(text.value()));
          case Operand.Texts texts ->
              new Operand.Texts(texts.values().stream().map(LoggedModelQuery::status).toList());
          case Operand.Number _, Operand.Nothing _ -> one.operand();
        };
    return new Condition(one.entity(), one.key(), one.operator(), plain);
  }

  private static String status(String text) {
    return text.replaceFirst("^LOGGED_MODEL_", "").replaceFirst("^UPLOAD_FAILED$", "FAILED");
  }

  private static Column attribute(String key) {
    Column column = ATTRIBUTES.get(key);
    if (column == null) {
      throw new IllegalArgumentException("There is no column of '" + key + "'.");
    }
    return column;
  }

  /// What is not a number is text here, which would be greater than any number.
  private String keyed(String table, Condition one) {
    arguments.add(one.key());
    String isNumber = table.equals("metric") ? " AND typeof(t.value) <> 'text'" : "";
    return entry(table)
        + " AND t.key = ?"
        + isNumber
        + " AND "
        + SqlCondition.of(one, Column.of("t.value"), arguments);
  }

  private String onDatasets(List<Dataset> datasets) {
    return datasets.isEmpty()
        ? ""
        : datasets.stream().map(this::onDataset).collect(Collectors.joining(" OR ", " AND (", ")"));
  }

  private String onDataset(Dataset dataset) {
    arguments.add(dataset.name());
    if (dataset.digest().isEmpty()) {
      return "t.dataset = ?";
    }
    arguments.add(dataset.digest());
    return "(t.dataset = ? AND t.dataset_digest = ?)";
  }

  /// What has no value comes last, and before it what is not a number.
  private String order(Order order) {
    String direction = order.sort().isAscending() ? "" : " DESC";
    if (!order.sort().entity().equals("metrics")) {
      return attribute(order.sort().key()) + direction + " NULLS LAST";
    }
    return latest(order)
        + " IS NULL, typeof("
        + latest(order)
        + ") = 'text', "
        + latest(order)
        + direction;
  }

  /// The newest value of a metric.
  private String latest(Order order) {
    arguments.add(order.sort().key());
    String dataset = order.dataset().name().isEmpty() ? "" : " AND " + onDataset(order.dataset());
    return "(SELECT t.value FROM logged_model_metric t WHERE t.model = m.key AND t.key = ?"
        + dataset
        + " ORDER BY t.time DESC, t.step DESC LIMIT 1)";
  }
}
