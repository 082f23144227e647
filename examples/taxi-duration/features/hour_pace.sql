SELECT
  as_of.ts AS event_timestamp,
  hour(pickup_datetime) // 3 AS eighth_of_day,
  (isodow(pickup_datetime) > 5)::BIGINT AS weekend,
  sum(round(trip_distance * 100)::BIGINT) * 36.0 / sum(duration_seconds) AS hour_speed_14d
FROM as_of
JOIN trips
  ON dropoff_datetime < as_of.ts
  AND dropoff_datetime >= as_of.ts - INTERVAL 14 DAY
GROUP BY ALL
