SELECT p.id, p.name, p.window_start AS starttime
FROM (
  SELECT id, name, date_bin('10 seconds', "dateTime", '1970-01-01') AS window_start
  FROM person
  GROUP BY id, name, window_start
) p
JOIN (
  SELECT seller, date_bin('10 seconds', "dateTime", '1970-01-01') AS window_start
  FROM auction
  GROUP BY seller, window_start
) a
ON p.id = a.seller AND p.window_start = a.window_start
