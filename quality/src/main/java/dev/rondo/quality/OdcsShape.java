package dev.rondo.quality;

import dev.rondo.kernel.json.Fields;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The objects of the Open Data Contract Standard 3.1: which keys each has, what the values are,
/// and the order in which they are written. What is deprecated, or was so in 3.0, is known too.
public final class OdcsShape {
  private final Map<String, Form> forms = new LinkedHashMap<>();
  private final Set<String> needed = new HashSet<>();

  /// What stands at a key.
  private sealed interface Form {
    record Plain(Kind kind) implements Form {}

    record Choice(List<String> words) implements Form {}

    record One(OdcsShape shape) implements Form {}

    record Many(OdcsShape shape) implements Form {}

    /// An object or, as it was before 3.1, a list.
    record OneOrMany(OdcsShape one, OdcsShape many) implements Form {}
  }

  private enum Kind {
    TEXT,
    PROSE,
    NUMBER,
    WHOLE,
    FLAG,
    TEXTS,
    LIST,
    OBJECT,
    ANY
  }

  private static final List<String> SERVER_TYPES =
      List.of(
          "api",
          "athena",
          "azure",
          "bigquery",
          "clickhouse",
          "databricks",
          "denodo",
          "dremio",
          "duckdb",
          "glue",
          "cloudsql",
          "db2",
          "hive",
          "impala",
          "informix",
          "kafka",
          "kinesis",
          "local",
          "mysql",
          "oracle",
          "postgresql",
          "postgres",
          "presto",
          "pubsub",
          "redshift",
          "s3",
          "sftp",
          "snowflake",
          "sqlserver",
          "synapse",
          "trino",
          "vertica",
          "zen",
          "custom");

  private static final OdcsShape DEFINITION =
      new OdcsShape().text("id").must("url").must("type").prose("description");
  private static final OdcsShape CUSTOM =
      new OdcsShape().text("id").must("property").any("value").prose("description");
  private static final OdcsShape ROLE =
      new OdcsShape()
          .text("id")
          .must("role")
          .prose("description")
          .prose("access", "firstLevelApprovers", "secondLevelApprovers")
          .many("customProperties", CUSTOM);
  private static final OdcsShape SERVER =
      new OdcsShape()
          .text("id")
          .must("server")
          .choice("type", SERVER_TYPES)
          .prose("description", "environment", "account", "catalog", "database", "dataset")
          .prose("delimiter", "endpointUrl", "format", "host", "location", "path")
          .any("port")
          .prose("project", "region", "regionName")
          .any("schema")
          .prose("serviceName", "stagingDir", "stream", "warehouse")
          .many("roles", ROLE)
          .many("customProperties", CUSTOM);
  private static final OdcsShape SUPPORT =
      new OdcsShape()
          .text("id")
          .must("channel")
          .prose("url", "description", "tool", "scope", "invitationUrl")
          .many("customProperties", CUSTOM);
  private static final OdcsShape PRICE =
      new OdcsShape().text("id").number("priceAmount").prose("priceCurrency", "priceUnit");
  private static final OdcsShape MEMBER =
      new OdcsShape()
          .text("id")
          .must("username")
          .prose("name", "description", "role", "dateIn", "dateOut", "replacedByUsername")
          .of(Kind.TEXTS, "tags")
          .about();
  private static final OdcsShape TEAM =
      new OdcsShape()
          .text("id")
          .prose("name", "description")
          .many("members", MEMBER)
          .of(Kind.TEXTS, "tags")
          .about();

  /// A service level. Custom properties are ours: the standard has none here.
  static final OdcsShape SERVICE_LEVEL =
      new OdcsShape()
          .text("id")
          .must("property")
          .any("value", "valueExt")
          .text("unit")
          .text("element")
          .prose("driver", "description", "scheduler", "schedule")
          .many("customProperties", CUSTOM);

  private static final OdcsShape QUALITY =
      new OdcsShape()
          .text("id")
          .text("name")
          .text("description")
          .text("type")
          .text("metric")
          .text("rule")
          .of(Kind.OBJECT, "arguments")
          .any("mustBe", "mustNotBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo")
          .any("mustBeLessThan", "mustBeLessOrEqualTo", "mustBeBetween", "mustNotBeBetween")
          .text("unit")
          .text("query")
          .text("engine")
          .any("implementation")
          .text("dimension")
          .text("severity")
          .prose("businessImpact", "method", "scheduler", "schedule")
          .of(Kind.TEXTS, "tags")
          .about();
  private static final OdcsShape RELATIONSHIP =
      new OdcsShape().text("id").text("type").any("from", "to").many("customProperties", CUSTOM);
  private static final OdcsShape OPTIONS =
      new OdcsShape()
          .any("format", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
          .any("multipleOf", "minLength", "maxLength", "pattern", "timezone", "defaultTimezone")
          .any("minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "required");
  private static final OdcsShape PROPERTY = new OdcsShape();
  private static final OdcsShape ITEMS = new OdcsShape();

  static {
    property(PROPERTY.must("name"));
    property(ITEMS.text("name"));
  }

  private static final OdcsShape OBJECT =
      new OdcsShape()
          .must("name")
          .text("id")
          .text("logicalType")
          .prose("physicalName", "physicalType", "businessName", "description")
          .prose("dataGranularityDescription")
          .of(Kind.TEXTS, "tags")
          .about()
          .many("quality", QUALITY)
          .many("relationships", RELATIONSHIP)
          .many("properties", PROPERTY);
  private static final OdcsShape DESCRIPTION =
      new OdcsShape().prose("purpose", "limitations", "usage").about();

  /// A whole contract.
  static final OdcsShape CONTRACT =
      new OdcsShape()
          .text("apiVersion")
          .text("kind")
          .text("id")
          .prose("name")
          .text("version")
          .text("status")
          .prose("tenant", "domain", "dataProduct")
          .of(Kind.TEXTS, "tags")
          .one("description", DESCRIPTION)
          .many("authoritativeDefinitions", DEFINITION)
          .many("servers", SERVER)
          .many("schema", OBJECT)
          .many("support", SUPPORT)
          .one("price", PRICE)
          .with("team", new Form.OneOrMany(TEAM, MEMBER))
          .many("roles", ROLE)
          .text("slaDefaultElement")
          .many("slaProperties", SERVICE_LEVEL)
          .many("customProperties", CUSTOM)
          .text("contractCreatedTs");

  private OdcsShape() {}

  private static void property(OdcsShape shape) {
    shape
        .text("id")
        .text("logicalType")
        .one("logicalTypeOptions", OPTIONS)
        .text("physicalType")
        .prose("physicalName", "businessName", "description")
        .flag("required", "unique", "primaryKey")
        .whole("primaryKeyPosition")
        .flag("partitioned")
        .whole("partitionKeyPosition")
        .prose("classification", "encryptedName")
        .flag("criticalDataElement")
        .of(Kind.TEXTS, "transformSourceObjects")
        .prose("transformLogic", "transformDescription")
        .of(Kind.LIST, "examples")
        .of(Kind.TEXTS, "tags")
        .about()
        .many("quality", QUALITY)
        .many("relationships", RELATIONSHIP)
        .one("items", ITEMS)
        .many("properties", PROPERTY);
  }

  /// The shape of a whole contract, from which all others are reached.
  public static OdcsShape contract() {
    return CONTRACT;
  }

  /// The keys in the order in which they are written.
  public List<String> keys() {
    return List.copyOf(forms.keySet());
  }

  /// The shape of what stands at a key, or of each item of the list that stands there.
  ///
  /// @param isList whether a list stands there
  public Optional<OdcsShape> at(String key, boolean isList) {
    return switch (forms.get(key)) {
      case Form.One(OdcsShape shape) -> Optional.of(shape);
      case Form.Many(OdcsShape shape) -> Optional.of(shape);
      case Form.OneOrMany(OdcsShape one, OdcsShape many) -> Optional.of(isList ? many : one);
      case Form.Plain _, Form.Choice _ -> Optional.empty();
      case null -> Optional.empty();
    };
  }

  /// Reports every key that the standard does not know, every value that is not of its kind, and
  /// every key that is missing, here and below.
  void check(Fields fields) {
    fields.only(forms.keySet());
    for (String key : forms.keySet()) {
      if (needed.contains(key)) {
        fields.text(key);
      }
      if (fields.has(key)) {
        check(fields, key, forms.get(key));
      }
    }
  }

  private static void check(
      Fields fields, String key, @org.jspecify.annotations.Nullable Form form) {
    switch (form) {
      case Form.Plain(Kind kind) -> plain(fields, key, kind);
      case Form.Choice(List<String> words) -> fields.optionalChoice(key, words);
      case Form.One(OdcsShape shape) -> shape.check(fields.optionalObject(key));
      case Form.Many(OdcsShape shape) -> fields.objects(key).forEach(shape::check);
      case Form.OneOrMany(OdcsShape one, OdcsShape many) -> {
        if (fields.raw(key).isArray()) {
          fields.objects(key).forEach(many::check);
        } else {
          one.check(fields.optionalObject(key));
        }
      }
      case null -> {}
    }
  }

  private static void plain(Fields fields, String key, Kind kind) {
    switch (kind) {
      case TEXT -> fields.optionalText(key);
      case PROSE -> fields.prose(key);
      case NUMBER -> fields.optionalReal(key);
      case WHOLE -> fields.optionalWhole(key);
      case FLAG -> fields.flag(key, false);
      case TEXTS -> fields.texts(key);
      case LIST -> fields.list(key);
      case OBJECT -> fields.optionalObject(key);
      case ANY -> {}
    }
  }

  private OdcsShape with(String key, Form form) {
    forms.put(key, form);
    return this;
  }

  private OdcsShape of(Kind kind, String... keys) {
    Stream.of(keys).forEach(key -> forms.put(key, new Form.Plain(kind)));
    return this;
  }

  private OdcsShape text(String key) {
    return of(Kind.TEXT, key);
  }

  private OdcsShape must(String key) {
    needed.add(key);
    return text(key);
  }

  private OdcsShape prose(String... keys) {
    return of(Kind.PROSE, keys);
  }

  private OdcsShape number(String... keys) {
    return of(Kind.NUMBER, keys);
  }

  private OdcsShape whole(String... keys) {
    return of(Kind.WHOLE, keys);
  }

  private OdcsShape flag(String... keys) {
    return of(Kind.FLAG, keys);
  }

  private OdcsShape any(String... keys) {
    return of(Kind.ANY, keys);
  }

  private OdcsShape choice(String key, List<String> words) {
    needed.add(key);
    return with(key, new Form.Choice(words));
  }

  private OdcsShape one(String key, OdcsShape shape) {
    return with(key, new Form.One(shape));
  }

  private OdcsShape many(String key, OdcsShape shape) {
    return with(key, new Form.Many(shape));
  }

  /// What every larger object may carry.
  private OdcsShape about() {
    return many("authoritativeDefinitions", DEFINITION).many("customProperties", CUSTOM);
  }
}
