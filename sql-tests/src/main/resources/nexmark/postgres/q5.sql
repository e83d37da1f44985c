WITH counts AS (
  SELECT auction, count(*) AS num, window_start
  FROM (
    SELECT auction, date_bin('2 seconds', "dateTime", '1970-01-01') - slice * INTERVAL '2 seconds' AS window_start
    FROM bid CROSS JOIN generate_series(0, 4) AS slice
  ) hops
  GROUP BY auction, window_start
)
SELECT auction, num
FROM (SELECT auction, num, max(num) OVER (PARTITION BY window_start) AS maxn FROM counts) ranked
WHERE num = maxn
