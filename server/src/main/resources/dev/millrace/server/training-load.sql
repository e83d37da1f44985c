SELECT 1 AS one;
INSERT INTO bid SELECT i % 700, i * 7 % 5000, i % 1000, timestamptz '2026-01-01 00:00:00+00' + i * interval '1 second', false, i
  FROM generate_series(30001, 34000) x(i);
INSERT INTO bid SELECT i % 700, i * 7 % 5000, i % 1000, timestamptz '2026-01-01 00:00:00+00' + i * interval '1 second', false, i
  FROM generate_series(34001, 38000) x(i);
INSERT INTO bid SELECT i % 700, i * 7 % 5000, i % 1000, timestamptz '2026-01-01 00:00:00+00' + i * interval '1 second', false, i
  FROM generate_series(38001, 42000) x(i);
INSERT INTO bid SELECT i % 700, i * 7 % 5000, i % 1000, timestamptz '2026-01-01 00:00:00+00' + i * interval '1 second', false, i
  FROM generate_series(42001, 46000) x(i);
INSERT INTO bid SELECT i % 700, i * 7 % 5000, i % 1000, timestamptz '2026-01-01 00:00:00+00' + i * interval '1 second', false, i
  FROM generate_series(46001, 50000) x(i);
INSERT INTO bid SELECT i % 700, i * 7 % 5000, i % 1000, timestamptz '2026-01-01 00:00:00+00' + i * interval '1 second', false, i
  FROM generate_series(50001, 54000) x(i);
INSERT INTO bid SELECT i % 700, i * 7 % 5000, i % 1000, timestamptz '2026-01-01 00:00:00+00' + i * interval '1 second', false, i
  FROM generate_series(54001, 58000) x(i);
INSERT INTO bid SELECT i % 700, i * 7 % 5000, i % 1000, timestamptz '2026-01-01 00:00:00+00' + i * interval '1 second', false, i
  FROM generate_series(58001, 62000) x(i);
UPDATE person SET city = 'city ' || id % 300 WHERE id % 3 = 0;
DELETE FROM bid WHERE auction = 13;
INSERT INTO bid VALUES (1, 1, 10.50, '2026-01-01 00:00:00+00', true, 1.5);
INSERT INTO person SELECT i, 'name ' || i, 'city ' || i % 500, NULL FROM generate_series(5001, 7000) x(i)
