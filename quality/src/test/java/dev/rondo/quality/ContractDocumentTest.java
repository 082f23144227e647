package dev.rondo.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractDocumentTest {
  private static final String ORDERS = resource("orders.odcs.yaml");

  static String resource(String name) {
    try (InputStream stream = ContractDocumentTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> mistakes(String text) {
    return catchThrowableOfType(Problem.class, () -> ContractDocument.parse("c.yaml", text))
        .mistakes()
        .stream()
        .map(Mistake::toString)
        .toList();
  }

  @Test
  void everyKeyOfTheStandardIsKept() {
    ContractDocument orders = ContractDocument.parse("orders.yaml", ORDERS);
    assertThat(orders.tree()).isEqualTo(Yaml.parse("", ORDERS).root());
    assertThat(orders.toString()).isEqualTo("orders 2.1.0");
  }

  @Test
  void eachObjectIsAContractWithTheRulesThatStandInIt() {
    ContractDocument orders = ContractDocument.parse("orders.yaml", ORDERS);
    assertThat(orders.object("customers").orElseThrow().rules().stream().map(Rule::id))
        .containsExactly(
            "type:customer_id",
            "required:customer_id",
            "unique:customer_id",
            "physical:customer_id",
            "type:email",
            "format:email");
    assertThat(orders.object("orders").orElseThrow().rules().stream().map(Rule::id))
        .containsExactly(
            "type:order_id",
            "required:order_id",
            "type:line",
            "required:line",
            "format:line",
            "type:customer_id",
            "required:customer_id",
            "type:ordered_at",
            "required:ordered_at",
            "type:amount",
            "range:amount",
            "multiple:amount",
            "physical:amount",
            "required:amount",
            "unique:order_id,line",
            "rows",
            "references:customer_id:customers",
            "references:customer_id:customers:2",
            "latency",
            "retention",
            "frequency");
  }

  @Test
  void whatIsKeptButNotCheckedIsTold() {
    ContractDocument orders = ContractDocument.parse("orders.yaml", ORDERS);
    assertThat(orders.unchecked().stream().map(Mistake::toString))
        .anySatisfy(m -> assertThat(m).contains("logical type 'array'"))
        .anySatisfy(m -> assertThat(m).contains("logical type 'object'"))
        .anySatisfy(m -> assertThat(m).startsWith("orders.yaml:").contains("\"montecarlo\""))
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          servers: [{server: a; type: postgres; hosst: x}]     | Did you mean 'host'?
          servers: [{server: a; type: postgress}]              | Did you mean 'postgres'?
          servers: [{type: postgres}]                          | key 'server' is missing
          support: [{chanel: x}]                               | Did you mean 'channel'?
          price: {priceAmount: much}                           | a number is needed
          team: {members: [{usernam: x}]}                      | Did you mean 'username'?
          roles: [{acess: read; role: x}]                      | Did you mean 'access'?
          tags: [1]                                            | a text is needed
          customProperties: [{property: a; valeu: 1}]          | Did you mean 'value'?
          authoritativeDefinitions: [{url: x}]                 | key 'type' is missing
          slaProperties: [{proprety: x}]                       | Did you mean 'property'?
          slaProperties: [{property: latency; value: 1; unit: d; elemnt: x}] | Did you mean 'element'?
          schema: [{name: a; properties: [{name: b; logicalType: object; properties: [{nam: c}]}]}] | Did you mean 'name'?
          schema: [{name: a}; {name: a}]                       | stands here twice
          schema: [{name: a; qualitty: []}]                    | Did you mean 'quality'?
          schema: [{name: a; relationships: [{from: b.x; to: c.y}]}] | starts at its own columns
          schema: [{name: a; properties: [{name: x; logicalType: string; relationships: [{to: a.y}]}]}] | of 'a' called 'y'
          schema: [{name: a; properties: [{name: x; logicalType: string; relationships: [{to: 5}]}]}] | a column such as
          """,
      delimiter = '|')
  void whatTheStandardDoesNotKnowIsAMistake(String yaml, String message) {
    String head = "apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: active\n";
    assertThat(mistakes(head + yaml.replace(';', ',')))
        .anySatisfy(m -> assertThat(m).startsWith("c.yaml:6:").contains(message));
  }

  @Test
  void aDocumentNeedsNoObject() {
    String head = "apiVersion: v3.0.2\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: draft\n";
    assertThat(ContractDocument.parse("c.yaml", head).objects()).isEmpty();
    assertThat(mistakes("[]")).isNotEmpty();
    assertThat(mistakes(head + "schema: 5")).hasSize(1);
    assertThat(mistakes(head + "schema: [5]")).isNotEmpty();
  }

  @Test
  void exclusiveEndsWereOnceFlags() {
    Contract contract =
        Sessions.contract(
            """
            properties:
              - {name: a, logicalType: integer, logicalTypeOptions: {minimum: 1, exclusiveMinimum: true, maximum: 9}}
            """);
    assertThat(contract.rule("range:a").orElseThrow().sentence())
        .isEqualTo("Every 'a' is more than 1 and at most 9.");
  }
}
