package dev.rondo.kernel.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.testing.TestClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegexpTest {
  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    database.migrate(
        "item",
        List.of(
            "CREATE TABLE item (name TEXT); INSERT INTO item VALUES ('outer'), ('inner'), (NULL),"
                + " ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private List<String> matching(String pattern) {
    return database.read(tx ->
        tx.list(
            "SELECT name FROM item WHERE name REGEXP ? ORDER BY name",
            row -> row.text("name"),
            pattern));
  }

  @Test
  void findsAPatternAnywhereInATextButNeverInNothing() {
    assertThat(matching("n.er$")).containsExactly("inner");
    assertThat(matching("^(in|out)")).containsExactly("inner", "outer");
    assertThat(matching("")).hasSize(3);
  }

  @Test
  void endsASearchThatExplodesAndGoesOnWithTheNext() {
    assertThatThrownBy(() -> matching("^(a+)+\\1$"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("takes too long");
    assertThat(matching("u")).containsExactly("outer");
  }

  @Test
  void refusesAPatternThatIsNone() {
    assertThatThrownBy(() -> matching("(a"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("'(a' is malformed");
  }
}
