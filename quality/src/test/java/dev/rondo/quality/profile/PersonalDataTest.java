package dev.rondo.quality.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.quality.profile.PersonalData.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonalDataTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "EMAIL ; x ; 'ann' || i || '@example.org'",
        "PHONE ; x ; '+49 30 1234' || (100 + i)",
        "PHONE ; mobile ; (491701234000 + i)::BIGINT",
        "CREDIT_CARD ; x ; ['4111 1111 1111 1111', '5500-0000-0000-0004', '340000000000009'][1 + i % 3]",
        "IBAN ; x ; ['DE89370400440532013000', 'GB82 WEST 1234 5698 7654 32'][1 + i % 2]",
        "IP_ADDRESS ; x ; '10.0.3.' || i",
        "IP_ADDRESS ; x ; '2001:db8::' || i",
        "NATIONAL_ID ; x ; '123-45-' || (6000 + i)",
        "NATIONAL_ID ; dni ; ['12345678Z', '00000000T'][1 + i % 2]",
        "PERSON_NAME ; last_name ; ['Müller', 'O''Brien', 'Smith'][1 + i % 3]",
        "PERSON_NAME ; Name ; ['Ann Smith', 'Bo Van Dyke', 'Zoë Li'][1 + i % 3]",
        "BIRTH_DATE ; birthDate ; DATE '1970-01-01' + i::INTEGER",
        "ADDRESS ; x ; (10 + i) || ' Long Hill Road'",
        "COORDINATES ; pickup_latitude ; 40.5 + i / 100",
      })
  void isNamed(Kind kind, String name, String expression) {
    ColumnProfile column = column(name, expression);
    assertThat(column.personal().orElseThrow().kind()).isEqualTo(kind);
    assertThat(column.personal().orElseThrow().confidence()).isBetween(0.5, 1.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "x ; i",
        "x ; i / 7",
        "amount ; 1234567 + i",
        "x ; '2020-01-' || (10 + i % 20)",
        "version ; '1.2.' || i",
        "card_type ; ['Visa', 'Master'][1 + i % 2]",
        "city_name ; ['London', 'Paris'][1 + i % 2]",
        "name ; ['red', 'green'][1 + i % 2]",
        "created ; DATE '2020-01-01' + i::INTEGER",
        "latitude ; i",
        "order_id ; 4000000000000000 + i * 9973",
        "time ; '10:00:0' || i % 10",
      })
  void isNotSuspectedOfEverything(String name, String expression) {
    assertThat(column(name, expression).personal()).isEmpty();
  }

  private ColumnProfile column(String name, String expression) {
    return Tables.column(
        Tables.profile(
            folder, "SELECT %s AS \"%s\" FROM range(60) r(i)".formatted(expression, name)),
        name);
  }

  @Test
  void noValueIsShown() {
    Profile profile =
        Tables.profile(
            folder,
            """
            SELECT 'ann' || i % 5 || '@example.org' AS email, DATE '1970-01-02' + i::INTEGER AS dob,
              4111111111111111 AS card, i AS n FROM range(100) r(i)
            """);
    String shown = profile.toJson() + ProfileText.of(profile) + profile.merge(profile).toJson();
    assertThat(shown)
        .doesNotContain("ann")
        .doesNotContain("example")
        .doesNotContain("1970")
        .doesNotContain("4111")
        .contains("****@*******.***");
    assertThat(Tables.column(profile, "email").values().distinct()).isEqualTo(5);
    assertThat(Tables.column(profile, "email").text().orElseThrow().longest()).isEqualTo(16);
  }

  @Test
  void checkDigitsAreChecked() {
    assertThat(PersonalValues.isLuhn("4111111111111111")).isTrue();
    assertThat(PersonalValues.isLuhn("4111111111111112")).isFalse();
    assertThat(PersonalValues.isIban("DE89370400440532013001")).isFalse();
    assertThat(PersonalValues.isNationalId("12345678A")).isFalse();
    assertThat(PersonalValues.isNationalId("11010519491231002X")).isTrue();
    assertThat(PersonalValues.isNationalId("000-12-3456")).isFalse();
  }
}
