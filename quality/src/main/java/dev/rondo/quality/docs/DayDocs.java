package dev.rondo.quality.docs;

/// All checks of one day of the data's time.
///
/// @param broken how many checks found something that people should look at
/// @param worst of them all
public record DayDocs(
    long checks, long read, long accepted, long quarantined, long broken, State worst) {
  public static final DayDocs NONE = new DayDocs(0, 0, 0, 0, 0, State.UNKNOWN);

  DayDocs plus(BatchDocs batch) {
    return plus(
        new DayDocs(
            1,
            batch.read(),
            batch.accepted(),
            batch.quarantined(),
            batch.state().isBroken() ? 1 : 0,
            batch.state()));
  }

  /// Both days together.
  public DayDocs plus(DayDocs other) {
    return new DayDocs(
        checks + other.checks,
        read + other.read,
        accepted + other.accepted,
        quarantined + other.quarantined,
        broken + other.broken,
        worst.compareTo(other.worst) >= 0 ? worst : other.worst);
  }
}
