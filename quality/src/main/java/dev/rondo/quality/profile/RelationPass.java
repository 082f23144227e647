package dev.rondo.quality.profile;

import dev.rondo.quality.profile.RelationFinder.Found;
import java.util.ArrayList;
import java.util.List;

/// The relations that hold on every row: those of the sample, looked at on all rows in one scan.
record RelationPass(Source source, Sample sample) {
  private static final int MOST = 200;

  List<Relation> relations() {
    List<Found> candidates =
        new RelationFinder(sample, source.columns()).find().stream().limit(MOST).toList();
    List<Relation> relations = new ArrayList<>(verified(candidates));
    if (!source.isWide()) {
      relations.addAll(new DependencyFinder(source, sample).find());
    }
    relations.sort(Relation.BY_KIND);
    return relations;
  }

  private List<Relation> verified(List<Found> candidates) {
    FusedQuery query = source.fused();
    candidates.forEach(found -> query.add("count_if(NOT (" + test(found) + "))"));
    query.run();
    List<Relation> relations = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      if (query.number(i) == 0) {
        relations.add(relation(candidates.get(i)));
      }
    }
    return relations;
  }

  private static Relation relation(Found found) {
    return new Relation(
        found.kind(), found.columns().stream().map(SourceColumn::name).toList(), found.factor());
  }

  /// NULL where a value is missing, which is no breach.
  private static String test(Found found) {
    String a = found.columns().getFirst().value();
    String b = found.columns().get(1).value();
    return switch (found.kind()) {
      case EQUAL, DETERMINES -> a + " = " + b;
      case AT_MOST -> a + " <= " + b;
      case SUM -> near(real(found, 0) + " + " + real(found, 1), real(found, 2));
      case PRODUCT -> near(real(found, 0) + " * " + real(found, 1), real(found, 2));
      case RATIO ->
          near(real(found, 0) + " * CAST('" + found.factor() + "' AS DOUBLE)", real(found, 1));
    };
  }

  private static String real(Found found, int column) {
    return found.columns().get(column).real();
  }

  private static String near(String left, String right) {
    return "abs(%s - %s) <= %s * greatest(1, abs(%s))"
        .formatted(left, right, RelationFinder.TOLERANCE, right);
  }
}
