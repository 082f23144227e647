package dev.rondo.loop.contract;

import dev.rondo.delivery.BuildCheck;
import dev.rondo.delivery.BuildLog;
import dev.rondo.delivery.PushedCode;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.project.ProjectParser;
import dev.rondo.loop.step.BuiltInSteps;
import dev.rondo.quality.publication.Publications;

/// The stage of a build that holds each contract of the commit against its published version: what
/// breaks someone needs a new major version and the agreement of all who read the data. What is
/// refused stays visible as a proposal, to be read and agreed to; what is good is published with
/// the build's success.
public final class ContractGate implements BuildCheck {
  /// The stage's name.
  public static final String NAME = "contracts";

  private final Publications publications;
  private final PartyFinder parties;

  public ContractGate(Publications publications, PartyFinder parties) {
    this.publications = publications;
    this.parties = parties;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void check(Caller caller, PushedCode code, BuildLog log) {
    Project project = ProjectParser.parse(code.files(), BuiltInSteps.names());
    CommitJudgement judgement =
        new CommitJudgement(publications, parties, caller, project, code, log);
    judgement.judge();
    publications.propose(caller, judgement.proposals());
    if (!judgement.mistakes().isEmpty()) {
      throw Problem.invalidFile(judgement.mistakes());
    }
  }

  @Override
  public void succeeded(Transaction tx, Caller caller, PushedCode code) {
    publications.publish(tx, caller, code.commit().value(), code.user());
  }
}
