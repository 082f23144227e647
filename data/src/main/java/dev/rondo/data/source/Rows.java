package dev.rondo.data.source;

import java.util.List;

/// Rows that stand in a session.
///
/// @param relation the table or view
/// @param places where they came from, as people know it
/// @param badRows how many could not be read; they are the table `<relation>_bad`
public final class Rows {
  private final String relation;
  private final List<String> places;
  private final long badRows;
  private final Runnable recheck;

  Rows(String relation, List<String> places, long badRows, Runnable recheck) {
    this.relation = relation;
    this.places = List.copyOf(places);
    this.badRows = badRows;
    this.recheck = recheck;
  }

  /// Rows that stand in a session already, and that nothing changes any more.
  public static Rows of(String relation, List<String> places) {
    return new Rows(relation, places, 0, () -> {});
  }

  public String relation() {
    return relation;
  }

  public List<String> places() {
    return places;
  }

  public long badRows() {
    return badRows;
  }

  /// The places in few words: `trips.csv`, or `trips-1.csv and 35 more`.
  public String place() {
    return inFewWords(places);
  }

  /// @param places at least one
  public static String inFewWords(List<String> places) {
    int more = places.size() - 1;
    return more == 0 ? places.getFirst() : places.getFirst() + " and " + more + " more";
  }

  /// To be called when the rows have been used: refuses what was found when a file that is read in
  /// place has changed meanwhile.
  ///
  /// @throws dev.rondo.kernel.Problem `conflict`
  public void requireUnchanged() {
    recheck.run();
  }
}
