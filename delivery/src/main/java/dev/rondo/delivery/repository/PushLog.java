package dev.rondo.delivery.repository;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.ReflogEntry;
import org.eclipse.jgit.lib.ReflogReader;
import org.eclipse.jgit.lib.Repository;

/// Remembers which head of `main` has been announced last, so that each new head becomes one
/// `code.pushed`: also when the server died between the moved reference and the event, and in the
/// order of the pushes when several come at once. A head is told in the name of whoever moved
/// `main` there, whoever announces it: the repository's own log of the reference keeps that, and is
/// written before the reference moves.
final class PushLog {
  private static final String SCHEMA =
      "CREATE TABLE code_head (project TEXT PRIMARY KEY, commit_id TEXT NOT NULL)";

  private final Database database;
  private final Events events;
  private final ReentrantLock announcing = new ReentrantLock();

  PushLog(Database database, Events events) {
    this.database = database;
    this.events = events;
    database.migrate("repository", List.of(SCHEMA));
  }

  /// How a pusher stands in the log of a reference: by the name alone, so that what others than
  /// this server move is not taken for a user's.
  static PersonIdent named(Caller pusher) {
    return new PersonIdent(pusher.user(), "");
  }

  /// Publishes the head of `main` and returns it, unless it has been published.
  ///
  /// @param self in whose name it is told where nobody knows who moved it there
  Optional<CommitId> announce(Caller self, Repository repository) {
    announcing.lock();
    try {
      Optional<CommitId> head = RepositoryFolder.head(repository);
      if (head.isEmpty()) {
        return head;
      }
      String pusher = pusher(repository, head.get()).orElse(self.user());
      return head.filter(commit -> database.write(tx -> announce(tx, self, pusher, commit)));
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INTERNAL, "The branch main cannot be read: " + e.getMessage(), e);
    } finally {
      announcing.unlock();
    }
  }

  private static Optional<String> pusher(Repository repository, CommitId head) throws IOException {
    ReflogReader log = repository.getRefDatabase().getReflogReader(PushRules.MAIN);
    if (log == null) {
      return Optional.empty();
    }
    return log.getReverseEntries().stream()
        .filter(entry -> entry.getNewId().name().equals(head.value()))
        .findFirst()
        .map(ReflogEntry::getWho)
        .filter(who -> who.getEmailAddress().isEmpty())
        .map(PersonIdent::getName);
  }

  private boolean announce(Transaction tx, Caller self, String pusher, CommitId head) {
    Optional<String> previous =
        tx.find(
            "SELECT commit_id FROM code_head WHERE project = ?",
            row -> row.text("commit_id"),
            self.project());
    if (previous.equals(Optional.of(head.value()))) {
      return false;
    }
    tx.update(
        """
        INSERT INTO code_head (project, commit_id) VALUES (?, ?)
        ON CONFLICT (project) DO UPDATE SET commit_id = excluded.commit_id
        """,
        self.project(),
        head);
    Map<String, String> data = new LinkedHashMap<>();
    data.put("commit", head.value());
    data.put("user", pusher);
    previous.ifPresent(commit -> data.put("previous", commit));
    events.publish(tx, self, "code.pushed", head.value(), data);
    return true;
  }
}
