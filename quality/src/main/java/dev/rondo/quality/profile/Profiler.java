package dev.rondo.quality.profile;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.quality.profile.ColumnProfile.TypeFacts;
import dev.rondo.quality.profile.Numbers.Outliers;
import dev.rondo.quality.profile.TimeCoverage.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Makes the profile of a table in few scans: one for all figures that add up, one for a sample,
/// one or two of each column alone, and one each for what the sample made likely: outliers, order,
/// keys, relations. Confined to one thread.
public final class Profiler {
  private static final int MOST_TIMES = 8;

  private final Source source;
  private final ProfileOptions options;
  private final Aggregates aggregates;
  private final Sample sample;
  private final List<String> notes = new ArrayList<>();

  private Profiler(Source source, ProfileOptions options) {
    this.source = source;
    this.options = options;
    long rows = source.countRows();
    this.aggregates = Aggregates.of(source, rows);
    this.sample = Sample.read(source.session(), source.from(), source.columns(), rows, options);
  }

  /// Profiles a table or view of the session.
  ///
  /// @throws Problem when the relation or the target is not there
  public static Profile profile(SqlSession session, String relation, ProfileOptions options) {
    try (Source source = Source.open(session, relation)) {
      Optional<SourceColumn> target = target(source, relation, options.target());
      return source.isWide()
          ? WideTable.profile(source, options)
          : profile(source, options, target);
    }
  }

  static Profile profile(Source source, ProfileOptions options, Optional<SourceColumn> target) {
    return new Profiler(source, options).run(target);
  }

  private static Optional<SourceColumn> target(Source source, String relation, String name) {
    Optional<SourceColumn> target =
        source.columns().stream().filter(column -> column.name().equals(name)).findFirst();
    if (target.isEmpty() && !name.isEmpty()) {
      throw Problem.notFound("'%s' has no column '%s' to be the target.", relation, name);
    }
    return target;
  }

  private Profile run(Optional<SourceColumn> target) {
    Map<SourceColumn, RowOrder> orders = new OrderPass(source, sample, aggregates).orders();
    KeyPass keyPass = new KeyPass(source, sample, aggregates, orders);
    List<Key> keys = keyPass.keys();
    List<Relation> relations = new RelationPass(source, sample).relations();
    Correlations pairs = new Correlations(sample, source.columns());
    List<ColumnProfile> columns = columns(orders, keys);
    tell();
    return new Profile(
        sample.total(),
        sample.rows(),
        source.isWide() ? new Profile.Duplicates(0, false) : keyPass.duplicates(keys),
        columns,
        keys,
        pairs.numbers(),
        pairs.categories(),
        relations,
        target.map(t -> new LeakFinder(t, source, sample).leaks(relations)).orElse(List.of()),
        notes);
  }

  private void tell() {
    if (aggregates.isCareful()) {
      notes.add("Numbers beyond 1e150 are left out of sums, means and deviations.");
    }
  }

  private List<ColumnProfile> columns(Map<SourceColumn, RowOrder> orders, List<Key> keys) {
    Map<SourceColumn, TypeFacts> types = new TextTypes(source, sample, aggregates).types();
    ValuePass valuePass = new ValuePass(source, sample, aggregates);
    BinPass binPass = new BinPass(source, sample, aggregates);
    Map<SourceColumn, Quantiles> quantiles = new HashMap<>();
    Map<SourceColumn, ValuePass.Found> values = new HashMap<>();
    for (SourceColumn column : source.columns()) {
      ValuePass.Found found = valuePass.of(column);
      values.put(column, found);
      if (hasNumbers(column)) {
        quantiles.put(column, quantiles(column, found.numbers()));
      }
    }
    Map<SourceColumn, Outliers> outliers =
        sample.isComplete() ? outliersSeen(quantiles) : outliers(quantiles);
    List<ColumnProfile> columns = new ArrayList<>();
    int times = 0;
    for (SourceColumn column : source.columns()) {
      ValuePass.Found found = Objects.requireNonNull(values.get(column));
      boolean isTimed = column.isTime() && !source.isWide() && times++ < MOST_TIMES;
      columns.add(
          profile(
              column,
              types.getOrDefault(column, new TypeFacts(column.type(), column.logical(), 1, "")),
              keys.contains(new Key(List.of(column.name()), true))
                  ? found.values().unique(sample.total())
                  : found.values(),
              binPass.of(column, found.numbers()),
              orders.getOrDefault(column, RowOrder.NONE),
              numbers(column, quantiles, outliers),
              isTimed ? new TimePass(source).steps(column) : Steps.NONE));
    }
    return columns;
  }

  private boolean hasNumbers(SourceColumn column) {
    return column.isNumber() && !aggregates.column(column).min().isEmpty();
  }

  private Quantiles quantiles(SourceColumn column, Optional<WeightedValues> all) {
    Aggregates.Column figures = aggregates.column(column);
    WeightedValues numbers =
        all.orElseGet(
            () -> WeightedValues.sample(sample.column(column).numbers(), figures.finite()));
    return Quantiles.of(
        numbers,
        source.isWide() ? QuantileSketch.NONE : QuantileSketch.of(numbers),
        figures.least(),
        figures.most(),
        all.isPresent() || sample.isComplete());
  }

  private Map<SourceColumn, Outliers> outliers(Map<SourceColumn, Quantiles> quantiles) {
    FusedQuery query = source.fused();
    Map<SourceColumn, Integer> at = new HashMap<>();
    quantiles.forEach((column, some) -> {
      double[] fences = some.fences();
      at.put(column, query.add("count_if(" + column.real() + " < " + literal(fences[0]) + ")"));
      query.add("count_if(" + column.real() + " > " + literal(fences[1]) + ")");
    });
    query.run();
    Map<SourceColumn, Outliers> outliers = new HashMap<>();
    at.forEach((column, first) -> {
      double[] fences = Objects.requireNonNull(quantiles.get(column)).fences();
      outliers.put(
          column,
          new Outliers(fences[0], fences[1], query.number(first), query.number(first + 1), true));
    });
    return outliers;
  }

  /// The sample is all rows.
  private Map<SourceColumn, Outliers> outliersSeen(Map<SourceColumn, Quantiles> quantiles) {
    Map<SourceColumn, Outliers> outliers = new HashMap<>();
    quantiles.forEach((column, some) -> {
      double[] numbers = sample.column(column).numbers();
      double[] fences = some.fences();
      long below = Arrays.stream(numbers).filter(x -> x < fences[0]).count();
      long above = Arrays.stream(numbers).filter(x -> x > fences[1]).count();
      outliers.put(column, new Outliers(fences[0], fences[1], below, above, true));
    });
    return outliers;
  }

  private static String literal(double number) {
    return "CAST('" + number + "' AS DOUBLE)";
  }

  private Optional<Numbers> numbers(
      SourceColumn column,
      Map<SourceColumn, Quantiles> quantiles,
      Map<SourceColumn, Outliers> outliers) {
    Quantiles some = quantiles.get(column);
    Outliers beyond = outliers.get(column);
    if (some == null || beyond == null) {
      return Optional.empty();
    }
    Aggregates.Column figures = aggregates.column(column);
    return Optional.of(
        new Numbers(
            figures.least(),
            figures.most(),
            figures.moments(),
            figures.zeros(),
            figures.negatives(),
            some,
            beyond));
  }

  private ColumnProfile profile(
      SourceColumn column,
      TypeFacts type,
      Values values,
      Histogram histogram,
      RowOrder order,
      Optional<Numbers> numbers,
      Steps steps) {
    Aggregates.Column figures = aggregates.column(column);
    ColumnProfile plain =
        new ColumnProfile(
            column.name(),
            type,
            figures.counts(),
            values,
            new Spread(figures.min(), figures.max(), kind(column), histogram, order),
            numbers,
            text(column, figures),
            time(column, figures, steps),
            Optional.empty());
    return PersonalDataFinder.find(sample.column(column)).map(plain::masked).orElse(plain);
  }

  private static Spread.Kind kind(SourceColumn column) {
    return switch (column.family()) {
      case WHOLE -> Spread.Kind.WHOLE;
      case DECIMAL, FLOAT -> Spread.Kind.NUMBER;
      case TEXT, TIME -> Spread.Kind.TEXT;
      case BOOLEAN, OTHER -> Spread.Kind.NONE;
    };
  }

  private Optional<TextFacts> text(SourceColumn column, Aggregates.Column figures) {
    Aggregates.Lengths lengths = figures.lengths();
    if (lengths.count() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new TextFacts(
            lengths.count(),
            lengths.shortest(),
            lengths.longest(),
            lengths.characters(),
            Shapes.of(sample.column(column))));
  }

  private static Optional<TimeCoverage> time(
      SourceColumn column, Aggregates.Column figures, Steps steps) {
    return !column.isTime() || figures.min().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TimeCoverage(figures.min(), figures.max(), figures.least(), figures.most(), steps));
  }
}
