package dev.rondo.quality.suite;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Severity;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import tools.jackson.databind.node.ObjectNode;

/// A result as JUnit XML, for build servers: a test case for each expectation. Only what is
/// critical fails there; other breaches stand in a case's output.
public final class JunitXml {
  private static final int LONGEST = 2000;

  private final XMLStreamWriter xml;

  private JunitXml(XMLStreamWriter xml) {
    this.xml = xml;
  }

  public static String write(SuiteResult result) {
    StringWriter text = new StringWriter();
    try {
      new JunitXml(XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text)).suite(result);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("XML could not be written to memory.", e);
    }
    return text.toString();
  }

  private void suite(SuiteResult result) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    begin("\n", "testsuites");
    begin("\n  ", "testsuite");
    attribute("name", result.suite());
    attribute("tests", result.results().size());
    attribute("failures", count(result, judged -> isCritical(judged) && !isException(judged)));
    attribute("errors", count(result, judged -> isCritical(judged) && isException(judged)));
    attribute("skipped", 0);
    attribute("time", seconds(result.duration()));
    attribute("timestamp", result.at().value().toString());
    for (SuiteResult.Judged judged : result.results()) {
      testCase(result, judged);
    }
    end("\n  ");
    end("\n");
    xml.writeEndDocument();
    xml.writeCharacters("\n");
    xml.flush();
  }

  private static long count(SuiteResult result, Predicate<SuiteResult.Judged> isCounted) {
    return result.results().stream().filter(isCounted).count();
  }

  private static boolean isCritical(SuiteResult.Judged judged) {
    return judged.isFailed() && judged.severity() == Severity.ERROR;
  }

  private static boolean isException(SuiteResult.Judged judged) {
    return judged.result().exception().isPresent();
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
  }

  private void testCase(SuiteResult result, SuiteResult.Judged judged) throws XMLStreamException {
    begin("\n    ", "testcase");
    attribute("classname", className(result, judged));
    attribute("name", Sentences.ENGLISH.of(judged.expectation()));
    properties(judged);
    if (isCritical(judged)) {
      failure(judged);
    } else if (judged.isFailed()) {
      begin("\n      ", "system-out");
      xml.writeCharacters(clean(SeverityWords.of(judged.severity()) + ": " + observed(judged)));
      xml.writeEndElement();
    }
    end("\n    ");
  }

  private static String className(SuiteResult result, SuiteResult.Judged judged) {
    return HandWriter.column(judged.expectation())
        .map(column -> result.suite() + "." + column)
        .orElse(result.suite());
  }

  private void properties(SuiteResult.Judged judged) throws XMLStreamException {
    begin("\n      ", "properties");
    property("type", judged.expectation().type().name());
    property("severity", SeverityWords.of(judged.severity()));
    if (!judged.expectation().about().id().isEmpty()) {
      property("id", judged.expectation().about().id());
    }
    end("\n      ");
  }

  private void property(String name, String value) throws XMLStreamException {
    begin("\n        ", "property");
    attribute("name", name);
    attribute("value", value);
    xml.writeEndElement();
  }

  private void failure(SuiteResult.Judged judged) throws XMLStreamException {
    begin("\n      ", isException(judged) ? "error" : "failure");
    String observed = observed(judged);
    attribute("type", judged.expectation().type().name());
    attribute("message", observed.lines().findFirst().orElse(""));
    xml.writeCharacters(clean(observed));
    xml.writeEndElement();
  }

  /// Why there is no verdict, or what was found.
  private static String observed(SuiteResult.Judged judged) {
    return judged.result().exception().orElseGet(() -> summary(judged.result().result()));
  }

  private static String summary(ObjectNode result) {
    if (result.isEmpty()) {
      return "Not fulfilled.";
    }
    StringBuilder summary = new StringBuilder();
    if (result.has("unexpected_count") && result.has("element_count")) {
      summary
          .append(result.path("unexpected_count"))
          .append(" of ")
          .append(result.path("element_count"))
          .append(" rows");
      if (result.has("partial_unexpected_list")) {
        summary.append(", such as ").append(result.path("partial_unexpected_list"));
      }
    } else if (result.hasNonNull("observed_value")) {
      summary.append("Observed ").append(result.path("observed_value"));
    } else {
      summary.append("Not fulfilled");
    }
    String all = summary + ".\n" + Json.write(result);
    return all.length() <= LONGEST ? all : all.substring(0, LONGEST) + "…";
  }

  private void begin(String indent, String name) throws XMLStreamException {
    xml.writeCharacters(indent);
    xml.writeStartElement(name);
  }

  private void end(String indent) throws XMLStreamException {
    xml.writeCharacters(indent);
    xml.writeEndElement();
  }

  private void attribute(String name, Object value) throws XMLStreamException {
    xml.writeAttribute(name, clean(value.toString()));
  }

  /// Leaves out what XML cannot hold.
  private static String clean(String text) {
    return text.codePoints()
        .map(c -> isXml(c) ? c : 0xfffd)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || c >= ' ' && c < 0xd800
        || c >= 0xe000 && c < 0xfffe
        || c >= 0x10000;
  }
}
