package dev.rondo.quality.profile;

import java.util.Optional;

/// What one column holds.
///
/// @param numbers of a column of numbers that has any
/// @param text of a column of text that has any
/// @param time of a column of dates or times that has any
/// @param personal when the column seems to hold data about people; its values are masked then
public record ColumnProfile(
    String name,
    TypeFacts type,
    Counts counts,
    Values values,
    Spread spread,
    Optional<Numbers> numbers,
    Optional<TextFacts> text,
    Optional<TimeCoverage> time,
    Optional<PersonalData> personal) {

  /// @param engine the type as the engine names it
  /// @param logical what it is to people: `integer`, `date`, `text`, `list`, and so on; text whose
  ///   values are all dates is `date`
  /// @param share of the values that are of the logical type
  /// @param format of dates in text, empty otherwise
  public record TypeFacts(String engine, String logical, double share, String format) {
    TypeFacts merge(TypeFacts other, double here, double there) {
      boolean isSame = logical.equals(other.logical) && format.equals(other.format);
      String both = engine.equals(other.engine) ? engine : "VARCHAR";
      if (here == 0 || there == 0) {
        return here == 0 ? other : this;
      }
      return isSame
          ? new TypeFacts(
              both, logical, (share * here + other.share * there) / (here + there), format)
          : new TypeFacts(both, "text", 1, "");
    }
  }

  /// @param rows of the table
  /// @param empty texts of no characters
  /// @param notNumbers NaN
  public record Counts(long rows, long nulls, long empty, long notNumbers, long infinite) {
    /// The rows that have a value.
    public long present() {
      return rows - nulls;
    }

    public double nullShare() {
      return rows == 0 ? 0 : (double) nulls / rows;
    }

    Counts merge(Counts other) {
      return new Counts(
          rows + other.rows,
          nulls + other.nulls,
          empty + other.empty,
          notNumbers + other.notNumbers,
          infinite + other.infinite);
    }
  }

  /// The same without what would tell about single people.
  ColumnProfile masked(PersonalData who) {
    boolean hides = who.hidesFigures();
    return new ColumnProfile(
        name,
        type,
        counts,
        values.masked(),
        spread.masked(who),
        numbers.filter(_ -> !hides),
        text,
        time.filter(_ -> !hides),
        Optional.of(who));
  }

  /// The same without values, whoever they are of.
  ColumnProfile masked() {
    return new ColumnProfile(
        name,
        type,
        counts,
        values.masked(),
        spread.masked(),
        Optional.empty(),
        text,
        Optional.empty(),
        personal);
  }

  ColumnProfile merge(ColumnProfile other) {
    ColumnProfile both =
        new ColumnProfile(
            name,
            type.merge(other.type, counts.present(), other.counts.present()),
            counts.merge(other.counts),
            values.merge(other.values),
            spread.merge(other.spread, mergeBins(other)),
            Merges.either(numbers, other.numbers, Numbers::merge),
            Merges.either(text, other.text, TextFacts::merge),
            Merges.either(time, other.time, TimeCoverage::merge),
            Optional.empty());
    return Merges.either(personal, other.personal, PersonalData::merge)
        .map(both::masked)
        .orElse(both);
  }

  /// The bins of both ranges together.
  private Optional<Bins> mergeBins(ColumnProfile other) {
    Optional<Numbers> both = Merges.either(numbers, other.numbers, Numbers::merge);
    if (both.isPresent()) {
      boolean isWhole = spread.isWhole() && other.spread.isWhole();
      return Optional.of(Bins.ofNumbers(both.get().min(), both.get().max(), isWhole));
    }
    boolean isDate = type.engine().equals("DATE") && other.type.engine().equals("DATE");
    return Merges.either(time, other.time, TimeCoverage::merge)
        .map(t -> Bins.ofTimes(t.firstSeconds(), t.lastSeconds(), isDate));
  }
}
