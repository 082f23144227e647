package dev.rondo.quality.suite;

import dev.rondo.quality.suite.JunitSuite.Outcome;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Results as JUnit XML, for build servers.
public final class JunitXml {
  private final XMLStreamWriter xml;

  private JunitXml(XMLStreamWriter xml) {
    this.xml = xml;
  }

  public static String write(List<JunitSuite> suites) {
    StringWriter text = new StringWriter();
    try {
      new JunitXml(XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text)).suites(suites);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("XML could not be written to memory.", e);
    }
    return text.toString();
  }

  private void suites(List<JunitSuite> suites) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    begin("\n", "testsuites");
    for (JunitSuite suite : suites) {
      suite(suite);
    }
    end("\n");
    xml.writeEndDocument();
    xml.writeCharacters("\n");
    xml.flush();
  }

  private void suite(JunitSuite suite) throws XMLStreamException {
    begin("\n  ", "testsuite");
    attribute("name", suite.name());
    attribute("tests", suite.cases().size());
    attribute("failures", suite.count(Outcome.FAILURE));
    attribute("errors", suite.count(Outcome.ERROR));
    attribute("skipped", 0);
    if (suite.duration().isPresent()) {
      attribute("time", seconds(suite.duration().get()));
    }
    attribute("timestamp", suite.at().value().toString());
    for (JunitSuite.TestCase one : suite.cases()) {
      testCase(one);
    }
    end("\n  ");
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
  }

  private void testCase(JunitSuite.TestCase one) throws XMLStreamException {
    begin("\n    ", "testcase");
    attribute("classname", one.className());
    attribute("name", one.name());
    begin("\n      ", "properties");
    for (var property : one.properties().entrySet()) {
      begin("\n        ", "property");
      attribute("name", property.getKey());
      attribute("value", property.getValue());
      xml.writeEndElement();
    }
    end("\n      ");
    switch (one.outcome()) {
      case PASSED -> {}
      case FAILURE -> failure("failure", one);
      case ERROR -> failure("error", one);
      case TOLD -> {
        begin("\n      ", "system-out");
        xml.writeCharacters(clean(one.properties().get("severity") + ": " + one.observed()));
        xml.writeEndElement();
      }
    }
    end("\n    ");
  }

  private void failure(String element, JunitSuite.TestCase one) throws XMLStreamException {
    begin("\n      ", element);
    attribute("type", one.type());
    attribute("message", one.observed().lines().findFirst().orElse(""));
    xml.writeCharacters(clean(one.observed()));
    xml.writeEndElement();
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
