package dev.rondo.loop.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.loop.source.Quarantine.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class FixFileTest {
  private static final List<String> COLUMNS = List.of("id", "amount", "note");

  @TempDir Path folder;
  private SqlSession session;

  @BeforeEach
  void open() {
    session = new SqlEngine(256, 1, folder).open(List.of(folder));
  }

  @AfterEach
  void close() {
    session.close();
  }

  private Map<Long, Map<String, String>> read(String csv) {
    return FixFile.read(session, csv.getBytes(StandardCharsets.UTF_8), COLUMNS);
  }

  private void refuses(String csv, String... reasons) {
    assertThatThrownBy(() -> read(csv))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.mistakes().toString()).contains(reasons));
  }

  @Test
  void whatIsExportedIsReadAsItCame() throws IOException {
    ObjectNode row =
        Json.object().put("id", 7).put("amount", "1,5").put("note", "He said \"no\" \nand left ");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FixFile.Export export = new FixFile.Export(out, COLUMNS);
    export.write(new Entry(12, "orders/1", List.of("a", "b"), row, Optional.empty()));
    export.write(new Entry(13, "orders/1", List.of(), Json.object(), Optional.empty()));
    export.flush();
    String csv = out.toString(StandardCharsets.UTF_8);
    assertThat(csv).startsWith("quarantine_id,broken_rules,id,amount,note\n12,\"a b\",7,\"1,5\",");
    Map<Long, Map<String, String>> rows = read(csv);
    assertThat(rows.keySet()).containsExactly(12L, 13L);
    assertThat(rows.get(12L))
        .containsEntry("id", "7")
        .containsEntry("amount", "1,5")
        .containsEntry("note", "He said \"no\" \nand left ");
    assertThat(FixFile.corrected(Json.object(), rows.get(13L))).isEmpty();
  }

  @Test
  void whatIsUntouchedComesBackAsItWas() throws IOException {
    ObjectNode row = Json.object().put("id", 7.50).put("amount", "").putNull("note");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FixFile.Export export = new FixFile.Export(out, COLUMNS);
    export.write(new Entry(12, "orders/1", List.of("a"), row, Optional.empty()));
    export.flush();
    Map<String, String> fields =
        new HashMap<>(read(out.toString(StandardCharsets.UTF_8)).getOrDefault(12L, Map.of()));
    assertThat(FixFile.corrected(row, fields)).isEqualTo(row);
    fields.put("id", "");
    fields.put("note", "n");
    assertThat(FixFile.corrected(row, fields))
        .isEqualTo(Json.object().putNull("id").put("amount", "").put("note", "n"));
  }

  @Test
  void onlyColumnsThatAreNamedAreCorrected() {
    ObjectNode row = Json.object().put("id", 7).put("amount", "x").put("note", "n");
    Map<Long, Map<String, String>> rows = read("amount,quarantine_id\n5,12\n");
    ObjectNode corrected = FixFile.corrected(row, rows.getOrDefault(12L, Map.of()));
    assertThat(corrected).isEqualTo(Json.object().put("id", 7).put("amount", "5").put("note", "n"));
    assertThat(row.path("amount").asString()).isEqualTo("x");
  }

  @Test
  void everythingThatIsWrongIsTold() {
    refuses("id,amout\n1,2\n", "'quarantine_id'", "'amout'", "Did you mean 'amount'?");
    refuses(
        "quarantine_id,amount\n1,2\nx,3\n1,4\n", "'x' in row 2", "The row 1 stands there twice");
    refuses("quarantine_id,amount\n1,2\n1,2,3\n", "Line 3 is no row");
  }
}
