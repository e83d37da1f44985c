-- The auction house of the Nexmark benchmark, made up by the built-in generator: people come, put things up for
-- auction, and bid. 10,000 events a second, and as many of them in a second of event time: the clock of the events
-- runs at the pace of the clock on the wall.

CREATE STREAM person (
  id BIGINT, name TEXT, "emailAddress" TEXT, "creditCard" TEXT, city TEXT, state TEXT,
  "dateTime" TIMESTAMP(3), extra TEXT
) WITH (
  connector = 'generator', 'generator.kind' = 'nexmark', 'generator.table' = 'person',
  'rows.per.second' = '10000', 'generator.event.rate' = '10000'
);

CREATE STREAM auction (
  id BIGINT, "itemName" TEXT, description TEXT, "initialBid" BIGINT, reserve BIGINT,
  "dateTime" TIMESTAMP(3), expires TIMESTAMP(3), seller BIGINT, category BIGINT, extra TEXT
) WITH (
  connector = 'generator', 'generator.kind' = 'nexmark', 'generator.table' = 'auction',
  'rows.per.second' = '10000', 'generator.event.rate' = '10000'
);

CREATE STREAM bid (
  auction BIGINT, bidder BIGINT, price BIGINT, channel TEXT, url TEXT, "dateTime" TIMESTAMP(3), extra TEXT
) WITH (
  connector = 'generator', 'generator.kind' = 'nexmark', 'generator.table' = 'bid',
  'rows.per.second' = '10000', 'generator.event.rate' = '10000'
);

-- A windowed top-N: the five auctions with the most bids in each ten seconds.
CREATE MATERIALIZED VIEW hot_auctions AS
SELECT window_end, place, auction, bids
FROM (
  SELECT window_end, auction, bids,
    ROW_NUMBER() OVER (PARTITION BY window_end ORDER BY bids DESC, auction) AS place
  FROM (
    SELECT window_end, auction, COUNT(*) AS bids
    FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR("dateTime"), INTERVAL '10' SECOND))
    GROUP BY window_end, auction
  ) AS counted
) AS ranked
WHERE place <= 5;

-- A join with an aggregate: what is bid in each category, while the auction runs.
CREATE MATERIALIZED VIEW category_prices AS
SELECT a.category, COUNT(*) AS bids, MAX(b.price) AS highest, ROUND(AVG(b.price), 2) AS average
FROM auction a
JOIN bid b ON b.auction = a.id AND b."dateTime" BETWEEN a."dateTime" AND a.expires
GROUP BY a.category;

-- As one would look for fraud: who bids too often, more than a thousand times within ten seconds.
CREATE MATERIALIZED VIEW hasty_bidders AS
SELECT window_end, bidder, COUNT(*) AS bids, SUM(price) AS total
FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR("dateTime"), INTERVAL '10' SECOND))
GROUP BY window_end, bidder
HAVING COUNT(*) > 1000;

-- How far we are: the demo reads its rate and its freshness from here.
CREATE MATERIALIZED VIEW bids_so_far AS
SELECT COUNT(*) AS bids, MAX("dateTime") AS newest FROM bid;
