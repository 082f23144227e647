package dev.rondo.quality.profile;

import dev.rondo.quality.profile.PersonalData.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Looks for data about people, by the values of a sample and the column's name.
final class PersonalDataFinder {
  private static final int MOST_VALUES = 2000;

  /// @param hint in the name of the column, in lower case with `_` between words
  /// @param least share of the values without and with the hint; more than 1 is never
  private record Rule(
      Kind kind, Pattern hint, Predicate<String> fits, double least, double leastWithHint) {}

  private static final double NEVER = 2;

  private static final List<Rule> RULES =
      List.of(
          rule(Kind.EMAIL, "e_?mail", PersonalValues::isEmail, 0.5, 0.2),
          rule(Kind.IBAN, "iban", PersonalValues::isIban, 0.7, 0.3),
          rule(Kind.CREDIT_CARD, "card|pan|ccn?", PersonalValues::isCreditCard, 0.8, 0.5),
          rule(Kind.IP_ADDRESS, "ip|ip_?addr(ess)?", PersonalValues::isIpAddress, 0.8, 0.5),
          rule(
              Kind.NATIONAL_ID,
              "ssn|social_security|national_id|nino|dni|passport|tax_id|id_card",
              PersonalValues::isNationalId,
              0.8,
              0.3),
          rule(Kind.BIRTH_DATE, "birth|birthday|dob|born|birth_?date", _ -> true, NEVER, 0.5),
          rule(
              Kind.PHONE,
              "phone|mobile|tel|telephone|fax|cell|phone_?number",
              PersonalValues::isPhone,
              NEVER,
              0.5),
          rule(Kind.PHONE, "", PersonalValues::isWrittenPhone, 0.8, NEVER),
          rule(Kind.ADDRESS, "street|address|addr|postal", PersonalValues::isText, NEVER, 0.5),
          rule(Kind.ADDRESS, "", PersonalValues::isStreet, 0.5, NEVER),
          rule(
              Kind.PERSON_NAME,
              "(first|last|full|middle|given|family|maiden|customer|person|patient|employee|user|contact)_?name|surname|forename|firstname|lastname",
              PersonalValues::isName,
              NEVER,
              0.5),
          rule(
              Kind.PERSON_NAME,
              "name|passenger|patient|employee|author",
              PersonalValues::isFullName,
              NEVER,
              0.6));

  private static final Pattern LATITUDE = hint("lat|latitude");
  private static final Pattern LONGITUDE = hint("lon|lng|long|longitude");

  private PersonalDataFinder() {}

  private static Rule rule(
      Kind kind, String hint, Predicate<String> fits, double least, double leastWithHint) {
    return new Rule(
        kind, hint.isEmpty() ? Pattern.compile("(?!)") : hint(hint), fits, least, leastWithHint);
  }

  private static Pattern hint(String words) {
    return Pattern.compile("(^|_)(" + words + ")s?(_|\\d|$)");
  }

  static Optional<PersonalData> find(SampleColumn column) {
    String name = words(column.source().name());
    return coordinates(column, name)
        .or(() ->
            RULES.stream()
                .filter(rule -> mayBe(rule.kind(), column))
                .flatMap(rule -> judge(rule, column, name).stream())
                .reduce(PersonalData::merge));
  }

  /// `customerEmail` becomes `customer_email`.
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .replaceAll("[^\\p{L}\\p{N}]+", "_")
        .toLowerCase(Locale.ROOT);
  }

  private static boolean mayBe(Kind kind, SampleColumn column) {
    return switch (column.source().family()) {
      case TEXT -> true;
      case WHOLE, DECIMAL ->
          kind == Kind.CREDIT_CARD || kind == Kind.PHONE || kind == Kind.NATIONAL_ID;
      case TIME -> kind == Kind.BIRTH_DATE;
      case FLOAT, BOOLEAN, OTHER -> false;
    };
  }

  private static Optional<PersonalData> judge(Rule rule, SampleColumn column, String name) {
    boolean isHinted = rule.hint().matcher(name).find();
    double least = isHinted ? rule.leastWithHint() : rule.least();
    if (least > 1 || column.distinct() == 0) {
      return Optional.empty();
    }
    double share = share(column, rule.fits());
    double confidence = isHinted ? Math.min(1, 0.3 + 0.7 * share) : 0.95 * share;
    return share < least
        ? Optional.empty()
        : Optional.of(new PersonalData(rule.kind(), confidence));
  }

  private static double share(SampleColumn column, Predicate<String> fits) {
    List<String> values =
        column.texts().stream().filter(text -> !text.isBlank()).limit(MOST_VALUES).toList();
    return values.isEmpty()
        ? 0
        : (double) values.stream().filter(text -> fits.test(text.strip())).count() / values.size();
  }

  /// Fractions within the globe, in a column that says so.
  private static Optional<PersonalData> coordinates(SampleColumn column, String name) {
    boolean isFraction = column.source().isNumber() && column.source().family() != Family.WHOLE;
    double most = LATITUDE.matcher(name).find() ? 90 : LONGITUDE.matcher(name).find() ? 180 : 0;
    if (!isFraction || most == 0 || column.distinct() < 2) {
      return Optional.empty();
    }
    long inside = 0;
    for (double number : column.numbers()) {
      inside += Math.abs(number) <= most ? 1 : 0;
    }
    double share = (double) inside / Math.max(1, column.present());
    return share < 0.9
        ? Optional.empty()
        : Optional.of(new PersonalData(Kind.COORDINATES, 0.9 * share));
  }
}
