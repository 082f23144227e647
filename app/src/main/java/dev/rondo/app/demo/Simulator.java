package dev.rondo.app.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;

/// A made-up city's taxi trips, in files of the same columns as the real ones: zones on a grid,
/// slow rush hours, growing traffic, some dirt, and a spring in which the streets are suddenly
/// empty. The same seed writes the same bytes.
public final class Simulator {
  private static final int TRIPS_A_MONTH = 1_000;
  private static final int MONTHS = 12;
  private static final int SIDE = 6;

  /// The month of the first file.
  public static final YearMonth FIRST = YearMonth.of(2019, 10);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final String HEADER =
      "vendor_id,pickup_datetime,dropoff_datetime,passenger_count,trip_distance,rate_code_id,"
          + "store_and_fwd_flag,pickup_location_id,dropoff_location_id,payment_type,fare_amount,"
          + "extra,mta_tax,tip_amount,tolls_amount,improvement_surcharge,total_amount,"
          + "congestion_surcharge";

  private final SplittableRandom random;

  private Simulator(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /// Writes a year, one file a month.
  public static void write(Path folder, long seed) throws IOException {
    write(folder, seed, MONTHS, TRIPS_A_MONTH);
  }

  /// Writes some months, the first of them [#FIRST], one file each.
  ///
  /// @param trips in each month
  public static void write(Path folder, long seed, int months, int trips) throws IOException {
    Files.createDirectories(folder);
    Simulator simulator = new Simulator(seed);
    for (int i = 0; i < months; i++) {
      YearMonth month = FIRST.plusMonths(i);
      simulator.month(folder.resolve("simulated_tripdata_" + month + ".csv"), month, trips);
    }
  }

  private void month(Path file, YearMonth month, int trips) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(HEADER + "\n");
      for (int i = 0; i < trips; i++) {
        out.write(trip(month));
        out.write('\n');
      }
    }
  }

  private String trip(YearMonth month) {
    LocalDateTime pickup =
        month
            .atDay(1 + random.nextInt(month.lengthOfMonth()))
            .atTime(hour(), random.nextInt(60), random.nextInt(60));
    int from = zone();
    int to = zone();
    double distance = distance(from, to);
    double minutes = 1.5 + 60 * distance / speed(pickup, from) * Math.exp(0.22 * gaussian());
    if (random.nextInt(60) == 0) {
      minutes = random.nextBoolean() ? 0 : 1_400;
    }
    if (random.nextInt(80) == 0) {
      distance = 0;
    }
    double fare = 2.5 + 2.5 * distance;
    double total = random.nextInt(400) == 0 ? -fare : fare + 3.3;
    return String.format(
        Locale.ROOT,
        "%d,%s,%s,%d,%.2f,1,N,%d,%d,%d,%.1f,0.0,0.5,0.0,0.0,0.3,%.2f,",
        1 + random.nextInt(2),
        pickup.format(TIME),
        pickup.plusSeconds(Math.round(60 * minutes)).format(TIME),
        1 + random.nextInt(3),
        distance,
        from,
        to,
        1 + random.nextInt(2),
        fare,
        total);
  }

  /// More in the evening than at night.
  private int hour() {
    int hour = random.nextInt(24);
    return hour < 6 && random.nextInt(3) > 0 ? 17 + random.nextInt(4) : hour;
  }

  /// Zones in the middle are busier.
  private int zone() {
    int x = (random.nextInt(SIDE) + random.nextInt(SIDE)) / 2;
    int y = (random.nextInt(SIDE) + random.nextInt(SIDE)) / 2;
    return 1 + SIDE * y + x;
  }

  private double distance(int from, int to) {
    double dx = (from - 1) % SIDE - (to - 1) % SIDE;
    double dy = (from - 1) / SIDE - (to - 1) / SIDE;
    double blocks = Math.abs(dx) + Math.abs(dy) + 0.4 + random.nextDouble();
    return Math.round(100 * 0.9 * blocks) / 100.0;
  }

  /// Miles an hour: slow in the middle and at rush hours, a little slower every year, and fast when
  /// the city stays at home.
  private static double speed(LocalDateTime pickup, int zone) {
    double x = (zone - 1) % SIDE - 2.5;
    double y = (zone - 1) / SIDE - 2.5;
    double speed = 10 + 1.2 * (Math.abs(x) + Math.abs(y));
    int hour = pickup.getHour();
    boolean isWeekend = pickup.getDayOfWeek().getValue() > 5;
    if (!isWeekend && (hour >= 7 && hour < 10 || hour >= 16 && hour < 19)) {
      speed *= 0.65;
    } else if (hour < 6) {
      speed *= 1.5;
    }
    long months = YearMonth.from(pickup).getYear() * 12L + pickup.getMonthValue() - 2018 * 12L - 1;
    speed *= 1 - 0.004 * months;
    boolean isQuiet = months >= 26 && months < 30;
    return isQuiet ? speed * 1.6 : speed;
  }

  private double gaussian() {
    double sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum - 6;
  }
}
