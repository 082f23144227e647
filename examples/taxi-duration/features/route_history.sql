SELECT
  as_of.ts AS event_timestamp,
  pickup_location_id,
  dropoff_location_id,
  sum(duration_seconds) / (60.0 * count(*)) AS route_duration_365d,
  sum(round(trip_distance * 100)::BIGINT) * 36.0 / sum(duration_seconds) AS route_speed_365d
FROM as_of
JOIN trips
  ON dropoff_datetime < as_of.ts
  AND dropoff_datetime >= as_of.ts - INTERVAL 365 DAY
GROUP BY as_of.ts, pickup_location_id, dropoff_location_id
