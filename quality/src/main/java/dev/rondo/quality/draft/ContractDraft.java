package dev.rondo.quality.draft;

import dev.rondo.kernel.Problem;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.profile.Profile;
import java.util.List;

/// A contract drafted from data, for people to go over: of status `draft`, and kept by the very
/// data. Each rule says in the custom property `reason` what it rests on; what the data are too few
/// to say is not proposed.
///
/// @param reasons each rule with its reason, in the order of the document
/// @param notes what is not proposed and why, and what people should look at
public record ContractDraft(ContractDocument document, List<Reason> reasons, List<String> notes) {
  public ContractDraft {
    reasons = List.copyOf(reasons);
    notes = List.copyOf(notes);
  }

  /// Why a rule is there.
  ///
  /// @param rule its id
  /// @param sentence with the numbers that it rests on
  public record Reason(String rule, String sentence) {}

  /// Drafts a contract of one table.
  ///
  /// @param name of the table, which becomes that of the contract
  /// @param profiles of the table, or of parts or snapshots of it in the order of time; rules on
  ///   how many rows and how fresh take three
  /// @throws Problem `invalid-request` when there is none, or no column that a contract can hold
  public static ContractDraft of(String name, List<Profile> profiles) {
    return new TableDrafter(name, Evidence.of(profiles)).draft();
  }

  /// What the data are held against.
  public Contract contract() {
    return document.objects().getFirst();
  }
}
