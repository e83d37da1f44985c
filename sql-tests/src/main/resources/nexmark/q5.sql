SELECT hot.auction, hot.num
FROM (
  SELECT auction, count(*) AS num, window_start, window_end
  FROM TABLE(HOP(TABLE bid, DESCRIPTOR("dateTime"), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
  GROUP BY auction, window_start, window_end
) hot
JOIN (
  SELECT max(num) AS maxn, window_start, window_end
  FROM (
    SELECT count(*) AS num, window_start, window_end
    FROM TABLE(HOP(TABLE bid, DESCRIPTOR("dateTime"), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
    GROUP BY auction, window_start, window_end
  ) counts
  GROUP BY window_start, window_end
) top
ON hot.window_start = top.window_start AND hot.window_end = top.window_end AND hot.num >= top.maxn
