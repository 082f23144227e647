WITH recent AS (
  SELECT
    as_of.ts,
    dropoff_datetime >= as_of.ts - INTERVAL 1 DAY AS in_1d,
    dropoff_datetime >= as_of.ts - INTERVAL 3 DAY AS in_3d,
    round(trip_distance * 100)::BIGINT AS hundredths,
    duration_seconds AS seconds
  FROM as_of
  JOIN trips
    ON dropoff_datetime < as_of.ts
    AND dropoff_datetime >= as_of.ts - INTERVAL 7 DAY
)
SELECT
  ts AS event_timestamp,
  sum(hundredths) FILTER (in_1d) * 36.0 / sum(seconds) FILTER (in_1d) AS city_speed_1d,
  sum(hundredths) FILTER (in_3d) * 36.0 / sum(seconds) FILTER (in_3d) AS city_speed_3d,
  sum(hundredths) * 36.0 / sum(seconds) AS city_speed_7d
FROM recent
GROUP BY ts
