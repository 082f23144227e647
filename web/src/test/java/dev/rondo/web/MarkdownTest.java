package dev.rondo.web;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.output.StringOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

  private static String html(String text) {
    StringOutput output = new StringOutput();
    Markdown.content(text).writeTo(output);
    return output.toString();
  }

  @Test
  void headingsListsAndTablesAreDrawn() {
    assertThat(html("# A\n\n- b\n\n| c | d |\n|---|---|\n| 1 | 2 |\n"))
        .contains("<h1>A</h1>", "<li>b</li>", "<th>c</th>", "<td>2</td>");
    assertThat(html("[x](https://example.org/)")).contains("href=\"https://example.org/\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<javascript:alert(1)>",
        "![x](https://elsewhere.example/p.png)",
        "![x\" onerror=\"alert(1)](x)",
        "```\" onload=\"alert(1)\n<b>\n```"
      })
  void nothingThatRunsOrLoadsGetsThrough(String text) {
    assertThat(html(text))
        .doesNotContainIgnoringCase("<script", "<img", "href=\"javascript", "href=\"data:")
        .doesNotContain("\" onerror=\"", "\" onload=\"");
  }
}
