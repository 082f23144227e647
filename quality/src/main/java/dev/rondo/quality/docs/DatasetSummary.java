package dev.rondo.quality.docs;

import dev.rondo.kernel.EventTime;
import dev.rondo.quality.Contract;
import dev.rondo.quality.HandOver;
import java.util.List;
import java.util.Optional;

/// A data set in a line of the overview.
///
/// @param contract its id and version; may be empty
/// @param broken how many rules people should look at
/// @param strip the states of the newest checks, oldest first
public record DatasetSummary(
    String name,
    String purpose,
    String contract,
    List<Contract.Owner> owners,
    State state,
    int rules,
    int broken,
    long checks,
    long rows,
    long quarantined,
    Optional<EventTime> newest,
    List<HandOverState> handOvers,
    List<State> strip) {
  private static final int STRIP = 40;

  public DatasetSummary {
    owners = List.copyOf(owners);
    handOvers = List.copyOf(handOvers);
    strip = List.copyOf(strip);
  }

  /// The newest check of one judge.
  public record HandOverState(HandOver handOver, String judge, State state) {}

  public static DatasetSummary of(DatasetDocs docs) {
    Optional<Agreement> contract = docs.contract();
    DayDocs total = docs.total();
    return new DatasetSummary(
        docs.name(),
        contract.map(c -> c.about().purpose()).orElse(""),
        contract.map(c -> c.id() + " " + c.version()).orElse(""),
        contract.map(c -> c.about().owners()).orElse(List.of()),
        docs.state(),
        docs.rules().size(),
        docs.broken().size(),
        total.checks(),
        total.read(),
        total.quarantined(),
        docs.newest().map(BatchDocs::eventTime),
        docs.newestOfEach().stream()
            .map(batch -> new HandOverState(batch.handOver(), batch.judge(), batch.state()))
            .toList(),
        docs.batches().stream().limit(STRIP).map(BatchDocs::state).toList().reversed());
  }
}
