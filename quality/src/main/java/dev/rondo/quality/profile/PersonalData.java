package dev.rondo.quality.profile;

/// That a column seems to hold data about people.
///
/// @param confidence from 0 to 1
public record PersonalData(Kind kind, double confidence) {

  /// What the data are. Stable names: they stand in files.
  public enum Kind {
    EMAIL,
    PHONE,
    CREDIT_CARD,
    IBAN,
    IP_ADDRESS,
    NATIONAL_ID,
    PERSON_NAME,
    BIRTH_DATE,
    ADDRESS,
    COORDINATES
  }

  /// Whether even the least and the middle value tell about someone: of coordinates they do not.
  boolean hidesFigures() {
    return kind != Kind.COORDINATES;
  }

  /// The surer of both.
  PersonalData merge(PersonalData other) {
    int compared = Double.compare(confidence, other.confidence);
    boolean isSurer = compared != 0 ? compared > 0 : kind.compareTo(other.kind) <= 0;
    return isSurer ? this : other;
  }
}
