package dev.rondo.quality.condition;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.condition.RowCondition.And;
import dev.rondo.quality.condition.RowCondition.Column;
import dev.rondo.quality.condition.RowCondition.Comparison;
import dev.rondo.quality.condition.RowCondition.Literal;
import dev.rondo.quality.condition.RowCondition.Membership;
import dev.rondo.quality.condition.RowCondition.Not;
import dev.rondo.quality.condition.RowCondition.Nullity;
import dev.rondo.quality.condition.RowCondition.Or;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Conditions as JSON trees. A tree may hold ANDs in ORs, but no OR in another AND or OR, and at
/// most 100 comparisons and null tests; what does not fit is written as text for pandas.
final class ConditionJson {
  private static final int MOST_LEAVES = 100;

  private ConditionJson() {}

  static RowCondition read(JsonNode json) {
    RowCondition condition = new Reader(json).read(json, "");
    if (leaves(condition) > MOST_LEAVES) {
      throw Problem.invalid(
          "The row condition has %d comparisons; at most %d are allowed.",
          leaves(condition), MOST_LEAVES);
    }
    return condition;
  }

  private static int leaves(RowCondition condition) {
    return switch (condition) {
      case And(var parts) -> parts.stream().mapToInt(ConditionJson::leaves).sum();
      case Or(var parts) -> parts.stream().mapToInt(ConditionJson::leaves).sum();
      case Not(var part) -> leaves(part);
      case Comparison _, Membership _, Nullity _ -> 1;
    };
  }

  private record Reader(JsonNode whole) {
    RowCondition read(JsonNode json, String path) {
      return switch (json.path("type").asString("")) {
        case "comparison" -> comparison(json, path);
        case "nullity" -> new Nullity(column(json, path), flag(json, path));
        case "and" -> new And(flattened(parts(json, path, "and")));
        case "or" -> new Or(parts(json, path, "or"));
        case "pass_through" -> PandasParser.parse(text(json, path, "pass_through_filter"));
        default ->
            throw problem(
                path + "/type", "must be 'comparison', 'nullity', 'and', 'or' or 'pass_through'");
      };
    }

    private Problem problem(String path, String reason) {
      return Problem.invalid(
          "%s", "The row condition cannot be read: '%s' %s.\n  %s".formatted(path, reason, whole));
    }

    private String text(JsonNode json, String path, String key) {
      if (!json.path(key).isString()) {
        throw problem(path + "/" + key, "must be a text");
      }
      return json.path(key).stringValue();
    }

    private Column column(JsonNode json, String path) {
      return new Column(text(json.path("column"), path + "/column", "name"));
    }

    private boolean flag(JsonNode json, String path) {
      if (!json.path("is_null").isBoolean()) {
        throw problem(path + "/is_null", "must be true or false");
      }
      return json.path("is_null").booleanValue();
    }

    private RowCondition comparison(JsonNode json, String path) {
      Column column = column(json, path);
      String operator = text(json, path, "operator");
      JsonNode parameter = json.path("parameter");
      if (operator.equals("IN") || operator.equals("NOT_IN")) {
        List<Object> values = members(parameter, path + "/parameter");
        return new Membership(column, values, operator.equals("NOT_IN"));
      }
      return new Comparison(
          column,
          Operator.find(operator)
              .orElseThrow(
                  () -> problem(path + "/operator", "must be ==, !=, <, <=, >, >=, IN or NOT_IN")),
          new Literal(value(parameter, path + "/parameter")));
    }

    private Object value(JsonNode json, String path) {
      if (json.isString()) {
        return json.stringValue();
      } else if (json.isBoolean()) {
        return json.booleanValue();
      } else if (json.isIntegralNumber() && json.canConvertToLong()) {
        return json.longValue();
      } else if (json.isNumber()) {
        return json.doubleValue();
      }
      throw problem(
          path,
          json.isNull()
              ? "is null, to which nothing is equal; use a condition of type 'nullity'"
              : "must be a text, a number or a boolean");
    }

    private List<Object> members(JsonNode json, String path) {
      if (!json.isArray()) {
        throw problem(path, "must be a list");
      }
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < json.size(); i++) {
        values.add(value(json.get(i), path + "/" + i));
      }
      boolean isOneKind =
          values.stream().allMatch(String.class::isInstance)
              || values.stream().allMatch(Number.class::isInstance);
      if (!isOneKind) {
        throw problem(path, "must hold only numbers or only texts");
      }
      return values;
    }

    private List<RowCondition> parts(JsonNode json, String path, String type) {
      JsonNode list = json.path("conditions");
      if (!list.isArray() || list.isEmpty()) {
        throw problem(path + "/conditions", "must list at least one condition");
      }
      List<RowCondition> parts = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        String place = path + "/conditions/" + i;
        if (list.get(i).path("type").asString("").equals("or")) {
          throw problem(
              place, "is an 'or' inside of an '%s', which is not allowed".formatted(type));
        }
        parts.add(read(list.get(i), place));
      }
      return parts;
    }

    private static List<RowCondition> flattened(List<RowCondition> parts) {
      return parts.stream()
          .flatMap(part -> part instanceof And(var inner) ? inner.stream() : List.of(part).stream())
          .toList();
    }
  }

  static ObjectNode write(RowCondition condition) {
    if (fits(condition) && leaves(condition) <= MOST_LEAVES) {
      return tree(condition);
    }
    return Json.object()
        .put("type", "pass_through")
        .put("pass_through_filter", ConditionText.write(condition));
  }

  private static boolean fits(RowCondition condition) {
    return switch (condition) {
      case Comparison comparison -> comparison.right() instanceof Literal;
      case Membership(_, var values, _) ->
          values.stream().allMatch(String.class::isInstance)
              || values.stream().allMatch(Number.class::isInstance);
      case Nullity _ -> true;
      case And(var parts) ->
          !parts.isEmpty()
              && parts.stream()
                  .allMatch(part -> fits(part) && !(part instanceof Or || part instanceof And));
      case Or(var parts) ->
          !parts.isEmpty() && parts.stream().allMatch(part -> fits(part) && !(part instanceof Or));
      case Not _ -> false;
    };
  }

  private static ObjectNode tree(RowCondition condition) {
    return switch (condition) {
      case Comparison(var column, var operator, var right) ->
          leaf("comparison", column)
              .put("operator", operator.text())
              .set("parameter", Json.MAPPER.valueToTree(((Literal) right).value()));
      case Membership(var column, var values, var isNegated) ->
          leaf("comparison", column)
              .put("operator", isNegated ? "NOT_IN" : "IN")
              .set("parameter", Json.MAPPER.valueToTree(values));
      case Nullity(var column, var isNull) -> leaf("nullity", column).put("is_null", isNull);
      case And(var parts) -> list("and", parts);
      case Or(var parts) -> list("or", parts);
      case Not _ -> throw new IllegalStateException("A tree holds no 'not'.");
    };
  }

  private static ObjectNode leaf(String type, Column column) {
    ObjectNode leaf = Json.object().put("type", type);
    leaf.putObject("column").put("name", column.name());
    return leaf;
  }

  private static ObjectNode list(String type, List<RowCondition> parts) {
    ArrayNode list = Json.array();
    parts.forEach(part -> list.add(tree(part)));
    return Json.object().put("type", type).set("conditions", list);
  }
}
