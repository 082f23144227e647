SELECT
  as_of.ts AS event_timestamp,
  pickup_location_id,
  count(*) AS zone_trips_7d,
  sum(round(trip_distance * 100)::BIGINT) * 36.0 / sum(duration_seconds) AS zone_speed_7d,
  sum(duration_seconds) / (60.0 * count(*)) AS zone_duration_7d
FROM as_of
JOIN trips
  ON dropoff_datetime < as_of.ts
  AND dropoff_datetime >= as_of.ts - INTERVAL 7 DAY
GROUP BY as_of.ts, pickup_location_id
