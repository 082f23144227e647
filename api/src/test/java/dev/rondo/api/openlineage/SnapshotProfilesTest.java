package dev.rondo.api.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.quality.profile.KeptProfile;
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.profile.ProfileOptions;
import dev.rondo.quality.profile.Profiler;
import dev.rondo.quality.profile.Profiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class SnapshotProfilesTest {
  @TempDir Path folder;
  private Database database;
  private Profiles kept;
  private SnapshotProfiles profiles;

  @BeforeEach
  void threeDays() {
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    kept = new Profiles(database);
    profiles = new SnapshotProfiles(kept);
    keep("2020-01-01", "VALUES (1, 'a'), (2, 'b'), (NULL, 'b')");
    keep("2020-01-02", "VALUES (-4, 'c'), (9, NULL)");
    keep("2020-01-03", "VALUES (7, 'a')");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void keep(String day, String rows) {
    try (SqlSession session = new SqlEngine(256, 1, folder).open(List.of())) {
      session.execute("CREATE TABLE rows AS SELECT * FROM (" + rows + ") AS r(amount, name)");
      Profile profile = Profiler.profile(session, "rows", ProfileOptions.standard());
      EventTime at = EventTime.parse(day);
      kept.keep(Callers.ALL, "orders", new KeptProfile(at.value().getEpochSecond(), at, profile));
    }
  }

  private static AssetRecord snapshot(String day, long rows, long accepted) {
    ObjectNode facts =
        Json.object()
            .put("until", EventTime.parse(day).toString())
            .put("rows", rows)
            .put("accepted", Long.toString(accepted));
    Asset asset = new Asset(Asset.Kind.SNAPSHOT, "orders", day, Digest.of(day));
    return new AssetRecord(
        asset, facts, Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private long whole(String day, long rows) {
    return profiles.whole(Callers.ALL, snapshot(day, rows, 0)).map(Profile::rows).orElse(-1L);
  }

  @Test
  void whatASnapshotAddedIsToldWithWhoWroteIt() {
    Profile added = profiles.added(Callers.ALL, snapshot("2020-01-02", 5, 2)).orElseThrow();
    Facet facet = QualityFacets.written(added);
    assertThat(facet.key()).isEqualTo("dataQualityMetrics");
    assertThat(facet.content().path("_schemaURL").asString())
        .isEqualTo(
            "https://openlineage.io/spec/facets/1-0-1/DataQualityMetricsDatasetFacet.json"
                + "#/$defs/DataQualityMetricsDatasetFacet");
    assertThat(facet.content().path("rowCount").asInt()).isEqualTo(2);
    assertThat(facet.content().at("/columnMetrics/name/nullCount").asInt()).isEqualTo(1);
    assertThat(facet.content().at("/columnMetrics/amount/min").asDouble()).isEqualTo(-4);
    assertThat(profiles.added(Callers.ALL, snapshot("2020-01-02", 5, 3))).isEmpty();
    assertThat(profiles.added(Callers.ALL, snapshot("2020-01-09", 5, 2))).isEmpty();
  }

  @Test
  void whatASnapshotHoldsIsToldWithWhoReadsIt() {
    Profile whole = profiles.whole(Callers.ALL, snapshot("2020-01-03", 6, 1)).orElseThrow();
    ObjectNode facet = QualityFacets.read(whole).content();
    assertThat(facet.path("_schemaURL").asString()).contains("/1-0-3/");
    assertThat(facet.path("rowCount").asInt()).isEqualTo(6);
    ObjectNode amount = (ObjectNode) facet.at("/columnMetrics/amount");
    assertThat(amount.path("nullCount").asInt()).isEqualTo(1);
    assertThat(amount.path("count").asInt()).isEqualTo(5);
    assertThat(amount.path("distinctCount").asInt()).isEqualTo(5);
    assertThat(amount.path("sum").asDouble()).isEqualTo(15);
    assertThat(amount.path("min").asDouble()).isEqualTo(-4);
    assertThat(amount.path("max").asDouble()).isEqualTo(9);
    assertThat(amount.at("/quantiles").get("0.5").asDouble()).isBetween(1.0, 7.0);
    ObjectNode name = (ObjectNode) facet.at("/columnMetrics/name");
    assertThat(name.path("distinctCount").asInt()).isEqualTo(3);
    assertThat(name.has("min")).isFalse();
  }

  @Test
  void theSumIsRightInWhateverOrderItIsAskedFor() {
    assertThat(whole("2020-01-01", 3)).isEqualTo(3);
    assertThat(whole("2020-01-03", 6)).isEqualTo(6);
    assertThat(whole("2020-01-03", 6)).isEqualTo(6);
    assertThat(whole("2020-01-02", 5)).isEqualTo(5);
    keep("2020-01-04", "VALUES (1, 'z')");
    assertThat(whole("2020-01-04", 7)).isEqualTo(7);
  }

  @Test
  void aTableThatWasProfiledOnlyInPartHasNoProfile() {
    assertThat(whole("2020-01-03", 1_000)).isEqualTo(-1);
    ObjectNode facet = QualityFacets.read(1_000).content();
    assertThat(facet.path("rowCount").asInt()).isEqualTo(1_000);
    assertThat(facet.path("columnMetrics")).isEmpty();
  }
}
