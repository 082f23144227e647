package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.Column;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operand;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.SqlCondition;
import dev.rondo.kernel.search.Vocabulary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tags of models and of versions; a model's own have version 0.
final class TagTable {
  private static final Condition NO_PROMPT =
      new Condition("tags", ModelSearch.PROMPT, Operator.NOT_EQUAL, new Operand.Text("true"));

  private TagTable() {}

  static void put(
      Transaction tx, Caller caller, long model, int version, String key, String value) {
    tx.update(
        "INSERT INTO model_tag (model, version, project, key, value) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT DO UPDATE SET value = excluded.value",
        model,
        version,
        caller.project(),
        key,
        value);
  }

  static void remove(Transaction tx, long model, int version, String key) {
    tx.update(
        "DELETE FROM model_tag WHERE model = ? AND version = ? AND key = ?", model, version, key);
  }

  /// The members of a JSON object.
  static Map<String, String> pairs(String json) {
    Map<String, String> pairs = new HashMap<>();
    Json.parseObject(json).forEachEntry((key, value) -> pairs.put(key, value.asString()));
    return pairs;
  }

  /// Adds conditions to a statement. What is a prompt is left out unless a condition speaks of its
  /// tag; that something is no prompt is true also of what has no such tag.
  ///
  /// @param owner SQL that joins a tag `t` with what is searched
  static void restrict(
      StringBuilder sql,
      List<Condition> conditions,
      Map<String, Column> attributes,
      String owner,
      List<Object> arguments) {
    for (Condition condition : conditions) {
      sql.append(" AND ");
      if (condition.entity().equals(Vocabulary.ATTRIBUTES)) {
        sql.append(
            SqlCondition.of(
                condition, attributes.getOrDefault(condition.key(), Column.of("NULL")), arguments));
      } else {
        sql.append(tag(condition, owner, arguments));
      }
    }
    if (conditions.stream().noneMatch(TagTable::isOfPrompts)) {
      sql.append(" AND ").append(tag(NO_PROMPT, owner, arguments));
    }
  }

  private static boolean isOfPrompts(Condition condition) {
    return condition.entity().equals("tags") && condition.key().equals(ModelSearch.PROMPT);
  }

  private static String tag(Condition condition, String owner, List<Object> arguments) {
    String exists = "EXISTS (SELECT 1 FROM model_tag t WHERE " + owner + " AND t.key = ? AND ";
    arguments.add(condition.key());
    if (isOfPrompts(condition) && condition.operator() == Operator.NOT_EQUAL) {
      Condition is =
          new Condition(condition.entity(), condition.key(), Operator.EQUAL, condition.operand());
      return "NOT " + exists + SqlCondition.of(is, Column.of("t.value"), arguments) + ")";
    }
    return exists + SqlCondition.of(condition, Column.of("t.value"), arguments) + ")";
  }
}
