package dev.rondo.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a/b c/d.txt",
        "50%.png",
        "a%b/100%",
        "x/plot:1.png",
        "…/ü",
        ".hidden/a",
        "a..b/..c",
        "~/a",
        "dog%step%3%timestamp%1795319992002%g1e2d3c4.png",
        "a%20b",
        "a%41b",
        "a%23b",
        "step%80%x",
        "a%25",
        "grün%17.png",
        "a%2e%2eb/%2ec",
        "v1:2.txt",
        "loss:0.5.png",
        "ab:b/c"
      })
  void ordinaryNamesArePaths(String path) {
    assertThat(PlainPath.check(path)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/",
        "/etc/passwd",
        "..",
        "../x",
        "a/../b",
        "a/..",
        "./a",
        "a/./b",
        "a//b",
        "a/",
        "a\\b",
        "..\\x",
        "C:/x",
        "C:\\x",
        "c:x",
        "file:///etc",
        "file:x",
        "http://h/x",
        "s3://b/k",
        "a\u0000b",
        "a\nb",
        "a\u0085b",
        "%2e%2e/x",
        "%2E%2E%2Fx",
        "%252e%252e/x",
        "a%00b",
        "a%2500b",
        "a%0db",
        "a%0Ab",
        "a%2fb",
        "a%252Fb",
        "a%5cb",
        "a%255cb",
        "%2f",
        "%2e",
        "a/%2e/b",
        "%2%65%2e/x",
        ".%2e/x",
        "%25%32%65%25%32%65/x",
        "%c0%ae%c0%ae/x",
        "%25c0%25af",
        "%e0%80%ae/x",
        "a%2525252525252525252525252541",
        "C%3a/x",
        "%43:x",
        "C%253Ax",
        "File:x",
        "file%3Ax",
        "fil%65:/x",
        "jar:file:x",
        "http:x",
        "data:text/html,x",
        "javascript:x",
        "mlflow-artifacts:/0",
        "s3:/b",
        "v1:/x",
        "a/ /b",
        "a#b",
        "#/../../etc",
        "//host/share",
        "\\\\host\\share"
      })
  void everyFormThatCouldLeaveItsRootIsRefused(String path) {
    assertThatThrownBy(() -> PlainPath.check(path))
        .isInstanceOf(Problem.class)
        .hasMessageStartingWith("Invalid path");
  }

  @Test
  void theMessageIsShortAndPrintable() {
    assertThatThrownBy(() -> PlainPath.check("\u001b[31m" + "x".repeat(9_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250).doesNotContain("\u001b"));
  }
}
