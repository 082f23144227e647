-- Every row of a file, with what is computed from it. "staged" holds the file's columns as text, the
-- period of its file and its number in there; the contract gives the types and judges the values.
SELECT
  * EXCLUDE (period, arrival, source_row, source_text),
  period AS file_month,
  period || '-' || lpad(source_row::VARCHAR, 5, '0') AS trip_id,
  date_diff(
    'second',
    try_cast(pickup_datetime AS TIMESTAMP),
    try_cast(dropoff_datetime AS TIMESTAMP)
  ) AS duration_seconds
FROM staged
