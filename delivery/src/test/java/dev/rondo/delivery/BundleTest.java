package dev.rondo.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.testing.ForAll;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class BundleTest {
  @Test
  void whatIsPackedIsUnpacked() {
    ForAll.forAll(
        50,
        random -> {
          Map<String, byte[]> files = new LinkedHashMap<>();
          for (int i = random.nextInt(20); i > 0; i--) {
            byte[] content = new byte[random.nextInt(5_000)];
            random.nextBytes(content);
            files.put("f" + random.nextInt(5) + "/ü" + random.nextInt(100), content);
          }
          return files;
        },
        files -> {
          Map<String, byte[]> back = Bundle.unpack(Bundle.pack(files));
          assertThat(back.keySet()).containsExactlyInAnyOrderElementsOf(files.keySet());
          back.forEach((path, content) -> assertThat(content).isEqualTo(files.get(path)));
        });
  }

  @Test
  void itsBytesDependOnNothingButTheFiles() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("b.sql", "select 1".getBytes());
    files.put("a/c.yaml", "x: 1\n".getBytes());
    Map<String, byte[]> other = new LinkedHashMap<>(files).reversed();
    TimeZone zone = TimeZone.getDefault();
    byte[] here = Bundle.pack(files);
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Shanghai"));
      assertThat(Bundle.pack(other)).isEqualTo(here);
    } finally {
      TimeZone.setDefault(zone);
    }
    assertThat(Digest.of(here).value())
        .isEqualTo("7fbf6b60f02a6d95c0fabd0dbb58babce2dd041452b5be72c1948d02b9cedd60");
  }
}
