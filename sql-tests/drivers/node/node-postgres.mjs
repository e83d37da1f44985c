// Steps through node-postgres.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';
import Cursor from 'pg-cursor';
import QueryStream from 'pg-query-stream';
import { fault } from './compare.mjs';

async function using(url, action, options = {}) {
  const client = new pg.Client({ connectionString: url, ...options });
  await client.connect();
  try {
    return await action(client);
  } finally {
    await client.end();
  }
}

const caught = async (promise) => {
  try {
    return await promise;
  } catch (error) {
    return fault(error);
  }
};

const shape = (result) => ({
  command: result.command,
  rowCount: result.rowCount,
  fields: result.fields.map((field) => [field.name, field.dataTypeID, field.dataTypeSize, field.dataTypeModifier]),
  rows: result.rows,
});

const TYPES = `select true as bool, 1::int2 as int2, 2::int4 as int4, 9007199254740993::int8 as int8, 1.5::float4 as float4,
  0.1::float8 as float8, 'NaN'::float8 as nan, 12345.678::numeric as num, 1.50::numeric(10,2) as money, 'x'::text as text,
  'y'::varchar(5) as varchar, 'z'::char(3) as char, '\\x00ff'::bytea as bytea, '2024-02-29'::date as date,
  '23:59:59.123'::time as time, '2024-02-29 12:34:56.789'::timestamp as ts, '2024-02-29 12:34:56+02'::timestamptz as tstz,
  '1 day 02:03:04.5'::interval as interval, '{"a": [1, null]}'::json as json, '{"b":true}'::jsonb as jsonb,
  'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid as uuid, array[1,null,3] as ints, array['a','b,"c'] as texts,
  array[true,false] as bools, array['2024-01-01'::date] as dates, array[1.5,2.25]::numeric[] as nums, null as nothing,
  'unknown' as unknown, 'infinity'::timestamp as later, 1::oid as oid`;

export const nodePostgres = {
  'pg: every type as text': (url) => using(url, async (c) => shape(await c.query(TYPES))),

  'pg: every type with a parameter': (url) =>
    using(url, async (c) => shape(await c.query(TYPES.replace('select true', 'select $1::bool'), [true]))),

  'pg: rows as arrays with equal names': (url) =>
    using(url, async (c) => shape(await c.query({ text: 'select 1 as a, 2 as a, 3 as "?column?"', rowMode: 'array' }))),

  'pg: parameters without types': (url) =>
    using(url, async (c) => {
      await c.query('create temp table p (id int primary key, t text, n numeric, d date, ts timestamptz, j jsonb, b bytea, a int[], f bool)');
      const inserted = await c.query('insert into p values ($1,$2,$3,$4,$5,$6,$7,$8,$9) returning *', [
        1, 'text', '1.25', '2024-05-06', new Date(Date.UTC(2024, 4, 6, 7, 8, 9)), { k: [1, 2] }, Buffer.from([0, 1, 255]),
        [1, 2, null], true]);
      const nothing = await c.query('insert into p (id, t, a) values ($1,$2,$3) returning id, t, a', [2, null, null]);
      const found = await c.query('select id from p where id = any($1) order by id limit $2 offset $3', [[1, 2, 3], 10, 0]);
      const sums = await c.query('select $1::int + $2 as s, $3 || $4 as t, coalesce($5, $6) as c', [1, 2, 'a', 'b', null, 'z']);
      return [inserted, nothing, found, sums].map(shape);
    }),

  'pg: a named statement run ten times': (url) =>
    using(url, async (c) => {
      const rows = [];
      for (let i = 0; i < 10; i++) {
        const result = await c.query({
          name: 'again', text: 'select $1::int as i, $2::timestamptz as at, $3::date as d',
          values: [i, '2024-02-29 00:00:00Z', '2024-02-29'] });
        rows.push(result.rows[0]);
      }
      return rows;
    }),

  'pg: several statements in one query': (url) =>
    using(url, async (c) => {
      const results = await c.query('create temp table m (a int); insert into m values (1), (2); select * from m; update m set a = 3; drop table m');
      return results.map((r) => [r.command, r.rowCount, r.rows]);
    }),

  'pg: the empty query': (url) => using(url, async (c) => [shape(await c.query('')), shape(await c.query('-- nothing'))]),

  'pg: errors with their fields': (url) =>
    using(url, async (c) => {
      await c.query('create temp table e (id int primary key, n int not null, c int check (c > 0), u int unique)');
      await c.query('insert into e values (1, 1, 1, 1)');
      const errors = [];
      for (const sql of [
        'insert into e values (1, 1, 1, 2)', 'insert into e values (2, null, 1, 2)', 'insert into e values (2, 1, 0, 2)',
        'insert into e values (2, 1, 1, 1)', 'select nosuch from e', 'select * from nosuch', 'selekt 1', "select 'a'::int",
        'select 1/0', 'select nosuch(1)', 'insert into e values (1,2,3,4,5)', "select '2024-13-01'::date",
        'select 2147483647 + 1', 'select count(*) from e where u', 'select id, count(*) from e',
        'set nosuch = 1', 'create table e (a int, a int)', "select 'x' + 1", 'select $1']) {
        const error = await caught(c.query(sql));
        if (error.table) error.schema = error.schema?.startsWith('pg_temp') ? 'pg_temp' : error.schema;
        errors.push([sql, error]);
      }
      return errors;
    }),

  'pg: errors of parameters': (url) =>
    using(url, async (c) => [
      await caught(c.query('select $1::int', ['x'])),
      await caught(c.query('select $1::int', [1, 2])),
      await caught(c.query('select $1::date', ['2024-02-30'])),
      await caught(c.query('select $1::jsonb', ['{'])),
      await caught(c.query('select $1::uuid', ['nope'])),
      await caught(c.query('select $1::int[]', ['{1,x}'])),
      (await c.query('select 1 as still')).rows,
    ]),

  'pg: transactions and savepoints': (url) =>
    using(url, async (c) => {
      await c.query('create temp table t (a int primary key)');
      const tags = [];
      for (const sql of [
        'begin', 'insert into t values (1)', 'savepoint s', 'insert into t values (1)', 'select 1', 'rollback to s', 'insert into t values (2)',
        'release s', 'commit', 'begin isolation level serializable read only', 'insert into t values (3)', 'rollback', 'commit']) {
        const result = await caught(c.query(sql));
        tags.push([sql, result.command ?? result.code ?? null]);
      }
      return [tags, (await c.query('select a from t order by a')).rows];
    }),

  'pg: a cursor read in steps': (url) =>
    using(url, async (c) => {
      await c.query('begin');
      const cursor = c.query(new Cursor('select g, g::text as t from generate_series(1, $1::int) g', [7]));
      const steps = [];
      for (;;) {
        const rows = await cursor.read(3);
        steps.push(rows);
        if (rows.length === 0) break;
      }
      await cursor.close();
      const other = c.query(new Cursor('select g from generate_series(1, 100) g'));
      await other.read(2);
      await other.close();
      await c.query('commit');
      return [steps, (await c.query('select 1 as after')).rows];
    }),

  'pg: a stream of rows': (url) =>
    using(url, async (c) => {
      let sum = 0;
      for await (const row of c.query(new QueryStream('select g from generate_series(1, 20000) g', [], { batchSize: 100 }))) {
        sum += row.g;
      }
      return sum;
    }),

  'pg: copy in and out': (url) =>
    using(url, async (c) => {
      await c.query('create temp table cp (id int, name text)');
      const into = c.query(copyStreams.from("copy cp from stdin with (format csv, null 'N')"));
      await pipeline(Readable.from(['1,a\n2,"b,', 'c"\n', '3,N\n']), into);
      const out = [];
      for await (const chunk of c.query(copyStreams.to('copy (select * from cp order by id) to stdout'))) {
        out.push(chunk);
      }
      const broken = c.query(copyStreams.from('copy cp from stdin'));
      const error = await caught(pipeline(Readable.from(['x\ty\n']), broken));
      return [into.rowCount, Buffer.concat(out).toString(), error.code, error.message, (await c.query('select count(*) from cp')).rows];
    }),

  'pg: notifications': (url) =>
    using(url, (listener) =>
      using(url, async (speaker) => {
        const heard = [];
        let enough;
        const done = new Promise((resolve) => (enough = resolve));
        listener.on('notification', (message) => {
          heard.push([message.channel, message.payload]);
          if (heard.length === 3) enough();
        });
        await listener.query('listen "Mixed Case"');
        await speaker.query("notify \"Mixed Case\", 'one'");
        await speaker.query('select pg_notify($1, $2)', ['Mixed Case', 'two']);
        await speaker.query('notify "Mixed Case"');
        await done;
        return heard;
      })),

  'pg: notices': (url) =>
    using(url, async (c) => {
      const notices = [];
      c.on('notice', (notice) => notices.push([notice.severity, notice.code, notice.message]));
      await c.query('create temp table if not exists n (a int); create temp table if not exists n (a int)');
      await c.query('drop table if exists nosuch');
      await c.query('commit');
      return notices;
    }),

  'pg: cancelled by another session, and by time': (url) =>
    using(url, (busy) =>
      using(url, async (other) => {
        const pid = (await busy.query('select pg_backend_pid() as pid')).rows[0].pid;
        const running = caught(busy.query('select pg_sleep(20)'));
        await other.query('select pg_sleep(0.2)');
        const signal = await other.query('select pg_cancel_backend($1)', [pid]);
        const cancelled = await running;
        await busy.query('set statement_timeout = 50');
        const late = await caught(busy.query('select pg_sleep(20)'));
        return [signal.rows, cancelled.code, cancelled.message, late.code, late.message];
      })),

  'pg: settings at the start': (url) =>
    using(
      url,
      async (c) => [
        (await c.query('show statement_timeout')).rows, (await c.query('show lock_timeout')).rows,
        (await c.query('show idle_in_transaction_session_timeout')).rows, (await c.query('show application_name')).rows,
      ],
      { statement_timeout: 12345, lock_timeout: 2000, idle_in_transaction_session_timeout: 60000, application_name: 'suite' }),

  'pg: many queries on their way at once': (url) =>
    using(url, async (c) => {
      const all = [];
      for (let i = 0; i < 50; i++) all.push(c.query('select $1::int as i', [i]));
      return (await Promise.all(all)).map((r) => r.rows[0].i);
    }),

  'pg: a pool': async (url) => {
    const pool = new pg.Pool({ connectionString: url, max: 4 });
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => pool.query('select $1::int * 2 as i', [i])));
    await pool.end();
    return all.map((r) => r.rows[0].i);
  },

  'pg: what a wrong database or role is told': async (url) => {
    const wrong = new URL(url);
    wrong.pathname = '/nosuch';
    return fault(await using(wrong.toString(), () => null).catch((error) => error)).code;
  },
};
