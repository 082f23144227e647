package dev.rondo.app.demo;

import dev.rondo.data.CsvFiles;
import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The world outside: what passengers ask, day by day, taken from the files of finished trips. Only
/// trips that make sense are asked for.
final class TripFiles {
  private static final Pattern MONTH = Pattern.compile("(\\d{4}-(?:0[1-9]|1[0-2]))\\.csv$");

  private final SqlEngine sql;
  private final Path folder;
  private final SortedMap<YearMonth, Path> months;

  TripFiles(SqlEngine sql, Path folder) {
    this.sql = sql;
    this.folder = folder.toAbsolutePath().normalize();
    this.months = monthsOf(this.folder);
  }

  /// The files of a folder by their months.
  ///
  /// @throws Problem `invalid-request` when there are none, or no folder
  static SortedMap<YearMonth, Path> monthsOf(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw Problem.invalid(
          "There is no folder '%s'; one with monthly files of trips is needed, such as"
              + " yellow_tripdata_2018-01.csv.",
          folder);
    }
    SortedMap<YearMonth, Path> months = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.csv")) {
      for (Path file : files) {
        Matcher matcher = MONTH.matcher(file.getFileName().toString());
        if (matcher.find()) {
          months.put(YearMonth.parse(matcher.group(1)), file);
        }
      }
    } catch (IOException e) {
      throw Problem.invalid(
          "The folder '%s' cannot be read: %s", folder, String.valueOf(e.getMessage()));
    }
    if (months.isEmpty()) {
      throw Problem.invalid(
          "The folder '%s' has no monthly files of trips, such as yellow_tripdata_2018-01.csv.",
          folder);
    }
    return months;
  }

  LocalDate firstDay() {
    return months.firstKey().atDay(1);
  }

  /// The day after the last one.
  LocalDate end() {
    return months.lastKey().plusMonths(1).atDay(1);
  }

  /// The month's requests by day, in the order of their pick-ups.
  Map<LocalDate, List<Trip>> requests(YearMonth month) {
    Map<LocalDate, List<Trip>> days = new TreeMap<>();
    Path file = months.get(month);
    if (file == null) {
      return days;
    }
    try (SqlSession session = sql.open(List.of(folder))) {
      CsvFiles.into(session, "trips", file, ',');
      session.forEach(
          query(month),
          row -> {
            String pickup = row.text("pickup");
            OptionalInt vendor =
                row.isNull("vendor")
                    ? OptionalInt.empty()
                    : OptionalInt.of((int) row.number("vendor"));
            days.computeIfAbsent(LocalDate.parse(pickup.substring(0, 10)), _ -> new ArrayList<>())
                .add(
                    new Trip(
                        row.text("id"),
                        pickup,
                        (int) row.number("pu"),
                        (int) row.number("dropoff_zone"),
                        row.real("distance"),
                        vendor));
          });
    }
    return days;
  }

  private static String query(YearMonth month) {
    return """
    SELECT '%1$s-' || lpad(source_row::VARCHAR, 5, '0') AS id,
      strftime(pickup, '%%Y-%%m-%%dT%%H:%%M:%%S') AS pickup, pu, dropoff_zone, distance, vendor
    FROM (
      SELECT source_row, try_cast(pickup_datetime AS TIMESTAMP) AS pickup,
        try_cast(dropoff_datetime AS TIMESTAMP) AS dropoff,
        try_cast(pickup_location_id AS BIGINT) AS pu,
        try_cast(dropoff_location_id AS BIGINT) AS dropoff_zone,
        try_cast(trip_distance AS DOUBLE) AS distance,
        try_cast(total_amount AS DOUBLE) AS total,
        try_cast(vendor_id AS BIGINT) AS vendor
      FROM trips) AS t
    WHERE strftime(pickup, '%%Y-%%m') = '%1$s'
      AND date_diff('second', pickup, dropoff) BETWEEN 60 AND 10800
      AND distance > 0 AND distance <= 100 AND total >= 0
    ORDER BY t.pickup, source_row\
    """
        .formatted(month);
  }
}
