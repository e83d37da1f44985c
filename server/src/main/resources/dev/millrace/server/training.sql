SELECT c.relname, n.nspname, c.relkind FROM pg_catalog.pg_class c
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname <> 'pg_catalog' ORDER BY 1, 2;
SELECT 1 AS one, 'text' AS t, now(), 1.5::numeric;
SELECT count(*) FROM pg_catalog.pg_attribute WHERE attnum > 0;
SHOW TABLES;
CREATE TABLE person (id bigint PRIMARY KEY, name text NOT NULL, city text, born timestamp);
CREATE TABLE bid (auction bigint, bidder bigint, price numeric(12, 2), at timestamptz, ok boolean, weight double precision);
INSERT INTO person VALUES (1, 'ann', 'oslo', '1990-01-01 10:00:00'), (2, 'bob', NULL, NULL), (3, 'eve', 'rome', NULL);
INSERT INTO bid VALUES (1, 1, 10.50, '2026-01-01 00:00:00+00', true, 1.5), (1, 2, 11.00, '2026-01-01 00:01:00+00', false, 2),
  (2, 3, 7.25, '2026-01-01 00:02:00+00', NULL, NULL);
CREATE VIEW rich AS SELECT bidder, sum(price) AS spent FROM bid GROUP BY bidder HAVING sum(price) > 5;
CREATE MATERIALIZED VIEW by_city AS SELECT p.city, count(*) AS n, sum(b.price) AS total, avg(b.weight) AS w, max(b.at) AS last
  FROM bid b JOIN person p ON p.id = b.bidder GROUP BY p.city;
CREATE MATERIALIZED VIEW per_minute AS SELECT window_start, count(*) AS n
  FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(at), INTERVAL '1' MINUTE)) GROUP BY window_start;
CREATE MATERIALIZED VIEW top AS SELECT auction, price FROM bid ORDER BY price DESC LIMIT 3;
CREATE MATERIALIZED VIEW names AS SELECT DISTINCT upper(name) AS name FROM person UNION SELECT coalesce(city, '?') FROM person;
CREATE MATERIALIZED VIEW missing AS SELECT p.id, p.name, b.price FROM person p LEFT JOIN bid b ON b.bidder = p.id;
SELECT * FROM by_city ORDER BY city;
SELECT * FROM per_minute WHERE n > 0 ORDER BY 1;
SELECT * FROM rich;
SELECT p.name, (SELECT max(price) FROM bid WHERE bidder = p.id) AS best FROM person p WHERE p.name LIKE '%b%' OR p.id = 1;
BEGIN;
UPDATE person SET city = 'paris' WHERE id = 2;
SELECT * FROM by_city ORDER BY city;
DELETE FROM bid WHERE auction = 2;
COMMIT;
SELECT * FROM missing ORDER BY id;
EXPLAIN SELECT * FROM by_city;
SELECT broken;
DROP MATERIALIZED VIEW names;
DROP MATERIALIZED VIEW top;
INSERT INTO person SELECT i, 'name ' || i, 'city ' || i % 500, NULL FROM generate_series(10, 5000) x(i);
INSERT INTO bid SELECT i % 700, i % 5000, i % 1000, timestamptz '2026-01-01 00:00:00+00' + i * interval '1 second', true, i
  FROM generate_series(1, 30000) x(i)
