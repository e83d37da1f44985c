// Steps through postgres.js.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';
import { fault } from './compare.mjs';

async function using(url, action, options = {}) {
  const sql = postgres(url, { max: 2, onnotice: () => {}, ...options });
  try {
    return await action(sql);
  } finally {
    await sql.end({ timeout: 2 });
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
  count: result.count,
  columns: result.columns?.map((column) => [column.name, column.type]),
  rows: [...result],
});

export const postgresJs = {
  'postgres.js: values there and back': (url) =>
    using(url, async (sql) =>
      shape(await sql`select ${1}::int as i, ${'x'} as t, ${true}::bool as b, ${[1, 2, 3]}::int[] as a,
        ${sql.array(['a', 'b"c'])} as ta, ${sql.json({ a: [1, { b: null }] })} as j, ${new Date(0)}::timestamptz as ts,
        ${Buffer.from([1, 2])}::bytea as by, ${null}::text as n, ${9007199254740993n}::int8 as big, ${1.5}::float8 as f`)),

  'postgres.js: helpers that insert and update': (url) =>
    using(url, async (sql) => {
      await sql`drop table if exists js_person`;
      await sql`create table js_person (id int primary key, name text, tags text[], born date, extra jsonb)`;
      const people = [
        { id: 1, name: 'ann', tags: ['x', 'y'], born: new Date('2000-01-02'), extra: { a: 1 } },
        { id: 2, name: null, tags: null, born: null, extra: null }];
      const inserted = await sql`insert into js_person ${sql(people)} returning *`;
      const updated = await sql`update js_person set ${sql({ name: 'bob' }, 'name')} where id = ${2} returning name`;
      const found = await sql`select id from js_person where id in ${sql([1, 2, 3])} order by id`;
      const ordered = await sql`select ${sql(['id', 'name'])} from ${sql('js_person')} order by ${sql('id')} desc`;
      await sql`drop table js_person`;
      return [inserted, updated, found, ordered].map(shape);
    }),

  'postgres.js: transactions, savepoints, an error that rolls back': (url) =>
    using(url, async (sql) => {
      await sql`drop table if exists js_tx`;
      await sql`create table js_tx (a int primary key)`;
      await sql.begin(async (tx) => {
        await tx`insert into js_tx values (1)`;
        await tx.savepoint(async (sp) => {
          await sp`insert into js_tx values (2)`;
          throw new Error('back');
        }).catch(() => {});
        await tx`insert into js_tx values (3)`;
      });
      const error = await caught(sql.begin(async (tx) => {
        await tx`insert into js_tx values (4)`;
        await tx`insert into js_tx values (1)`;
      }));
      const rows = await sql`select a from js_tx order by a`;
      await sql`drop table js_tx`;
      return [[...rows], error.code, error.message, error.detail];
    }),

  'postgres.js: a cursor': (url) =>
    using(url, async (sql) => {
      const sizes = [];
      await sql`select g from generate_series(1, 25) g`.cursor(10, (rows) => {
        sizes.push(rows.length);
      });
      let sum = 0;
      for await (const [row] of sql`select g from generate_series(1, 5) g`.cursor()) sum += row.g;
      return [sizes, sum];
    }),

  'postgres.js: describe': (url) =>
    using(url, async (sql) => {
      const { types, columns } = await sql`select ${1}::int + 1 as a, ${'x'}::text as b`.describe();
      return [types, columns.map((c) => [c.name, c.type])];
    }),

  'postgres.js: each row, raw and values': (url) =>
    using(url, async (sql) => {
      const each = [];
      await sql`select g from generate_series(1, 3) g`.forEach((row) => each.push(row.g));
      return [each, await sql`select 1 as a, 'x' as b`.values(), (await sql`select 1 as a`.raw()).map((r) => r.map(String))];
    }),

  'postgres.js: several statements': (url) =>
    using(url, async (sql) => (await sql.unsafe('select 1 as a; select 2 as b').simple()).map((r) => [...r])),

  'postgres.js: copy both ways': (url) =>
    using(url, async (sql) => {
      const one = await sql.reserve();
      await one`create temp table js_copy (a int, b text)`;
      await pipeline(Readable.from(['1\tx\n', '2\t\\N\n']), await one`copy js_copy from stdin`.writable());
      const chunks = [];
      for await (const chunk of await one`copy js_copy to stdout`.readable()) chunks.push(chunk);
      one.release();
      return Buffer.concat(chunks).toString();
    }),

  'postgres.js: listen and notify': (url) =>
    using(url, async (sql) => {
      let heard;
      const first = new Promise((resolve) => (heard = resolve));
      const { unlisten } = await sql.listen('js_channel', heard);
      await sql.notify('js_channel', 'hello');
      const said = await first;
      await unlisten();
      return said;
    }),

  'postgres.js: a cancelled query': (url) =>
    using(url, async (sql) => {
      const query = sql`select pg_sleep(20)`;
      setTimeout(() => query.cancel(), 300);
      const error = await caught(query);
      return [error.code, error.message];
    }),

  'postgres.js: notices and settings': (url) => {
    const notices = [];
    return using(
      url,
      async (sql) => {
        await sql`drop table if exists nosuch_table`;
        return [notices, [...(await sql`select current_setting('application_name') as name`)]];
      },
      { onnotice: (notice) => notices.push([notice.severity, notice.code, notice.message]), connection: { application_name: 'js' } });
  },
};
