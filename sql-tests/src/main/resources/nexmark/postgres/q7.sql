SELECT b.auction, b.price, b.bidder, b."dateTime", b.extra
FROM bid b
JOIN (
  SELECT max(price) AS maxprice, date_bin('10 seconds', "dateTime", '1970-01-01') + INTERVAL '10' SECOND AS window_end
  FROM bid
  GROUP BY window_end
) w
ON b.price = w.maxprice
WHERE b."dateTime" BETWEEN w.window_end - INTERVAL '10' SECOND AND w.window_end
