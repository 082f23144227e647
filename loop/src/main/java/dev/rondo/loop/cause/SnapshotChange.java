package dev.rondo.loop.cause;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.UpstreamChange;
import dev.rondo.loop.cause.CauseFinder.Seen;
import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.KeptProfile;
import dev.rondo.quality.profile.Numbers;
import dev.rondo.quality.profile.Profiles;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What is to be said of a data set that came on: how much it grew, what the checks of its newest
/// rows found, and which column looks otherwise.
record SnapshotChange(Ledger ledger, Profiles profiles) {
  private static final int PROFILES = 20;
  private static final double GAPS = 0.05;
  private static final double SHIFT = 1.0;

  Seen look(Caller caller, UpstreamChange change) {
    String grown =
        change
            .from()
            .flatMap(SnapshotChange::rows)
            .flatMap(
                from -> change.to().flatMap(SnapshotChange::rows).map(to -> " " + growth(from, to)))
            .orElse("");
    Optional<String> broken = change.to().flatMap(to -> broken(caller, to));
    Optional<String> moved = change.to().flatMap(to -> moved(caller, to));
    double size = 0.3 + 0.5 * CauseFinder.rowGrowth(change);
    size = moved.isPresent() ? Math.max(size, 0.8) : size;
    size = broken.isPresent() ? 1 : size;
    String more =
        Stream.of(broken, moved)
            .flatMap(Optional::stream)
            .map(one -> " " + one)
            .collect(Collectors.joining());
    return new Seen(
        size,
        "Data set '%s' went %s%s.%s"
            .formatted(change.name().name(), versions(change), grown, more));
  }

  /// `from version 3 to 5`.
  static String versions(UpstreamChange change) {
    return fromTo(change, "version", Asset::version);
  }

  static String commits(UpstreamChange change) {
    return fromTo(
        change,
        "commit",
        asset -> asset.version().substring(0, Math.min(12, asset.version().length())));
  }

  private static String fromTo(
      UpstreamChange change, String word, Function<Asset, String> version) {
    String from = change.from().map(one -> version.apply(one.asset())).orElse("none");
    String to = change.to().map(one -> version.apply(one.asset())).orElse("none");
    return "from %s %s to %s".formatted(word, from, to);
  }

  static Optional<Long> rows(AssetRecord record) {
    JsonNode rows = record.facts().path("rows");
    return rows.isNumber() ? Optional.of(rows.longValue()) : Optional.empty();
  }

  static String fact(AssetRecord record, String name) {
    return record.facts().path(name).asString("");
  }

  static String growth(long from, long to) {
    double percent = from == 0 ? 0 : 100.0 * (to - from) / from;
    return String.format(Locale.ROOT, "(%,d rows, now %,d: %+.1f %%)", from, to, percent);
  }

  /// What the checks found that were made as it was written.
  private Optional<String> broken(Caller caller, AssetRecord snapshot) {
    List<String> judges =
        snapshot.maker().map(maker -> ledger.outputs(caller, maker)).orElse(List.of()).stream()
            .filter(one -> one.asset().kind() == Asset.Kind.QUALITY_RESULT)
            .filter(one -> !one.facts().path("broken").isEmpty())
            .map(one ->
                "'%s' found broken: %s."
                    .formatted(
                        fact(one, "judge"),
                        one.facts()
                            .path("broken")
                            .valueStream()
                            .map(JsonNode::asString)
                            .limit(5)
                            .collect(Collectors.joining(", "))))
            .toList();
    return judges.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", judges));
  }

  /// The column of the newest rows that differs most from the rows before, when it differs much.
  private Optional<String> moved(Caller caller, AssetRecord snapshot) {
    String id = fact(snapshot, "snapshot_id");
    List<KeptProfile> kept =
        id.isEmpty() ? List.of() : profiles.latest(caller, snapshot.asset().name(), PROFILES);
    for (int i = 0; i + 1 < kept.size(); i++) {
      if (Long.toString(kept.get(i).snapshot()).equals(id)) {
        return moved(kept.get(i + 1), kept.get(i));
      }
    }
    return Optional.empty();
  }

  static Optional<String> moved(KeptProfile before, KeptProfile after) {
    Map<String, ColumnProfile> columns =
        before.profile().columns().stream()
            .collect(Collectors.toMap(ColumnProfile::name, Function.identity(), (a, _) -> a));
    return after.profile().columns().stream()
        .flatMap(column ->
            Optional.ofNullable(columns.get(column.name()))
                .flatMap(old -> moved(old, column))
                .stream())
        .findFirst();
  }

  private static Optional<String> moved(ColumnProfile before, ColumnProfile after) {
    double gaps = after.counts().nullShare() - before.counts().nullShare();
    if (Math.abs(gaps) >= GAPS) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "Of '%s' %.1f %% are missing, %.1f %% before.",
              after.name(),
              100 * after.counts().nullShare(),
              100 * before.counts().nullShare()));
    }
    return before
        .numbers()
        .flatMap(old ->
            after
                .numbers()
                .filter(now -> shift(old, now) >= SHIFT)
                .map(now ->
                    String.format(
                        Locale.ROOT,
                        "The mean of '%s' is %.4g, %.4g before.",
                        after.name(),
                        now.moments().mean(),
                        old.moments().mean())));
  }

  /// In standard deviations of the rows before.
  private static double shift(Numbers before, Numbers after) {
    double deviation = before.moments().deviation();
    return deviation == 0
        ? 0
        : Math.abs(after.moments().mean() - before.moments().mean()) / deviation;
  }
}
