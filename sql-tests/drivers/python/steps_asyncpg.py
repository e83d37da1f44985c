"""Steps through asyncpg."""

import asyncio
import datetime
import decimal
import io

import asyncpg

from compare import fault
from steps_psycopg2 import TYPES


def connected(action):
    def step(url):
        async def run():
            connection = await asyncpg.connect(url, timeout=20)
            try:
                return await action(connection)
            finally:
                await connection.close(timeout=5)
        return asyncio.run(run())
    return step


async def caught(awaitable):
    try:
        return await awaitable
    except Exception as error:  # every fault is part of the comparison
        return fault(error)


@connected
async def types(connection):
    statement = await connection.prepare('select ' + ', '.join(f'{t} as c{i}' for i, t in enumerate(TYPES)))
    attributes = [(a.name, a.type.oid, a.type.name, a.type.kind) for a in statement.get_attributes()]
    return attributes, tuple(await statement.fetchrow())


@connected
async def parameters(connection):
    await connection.execute('create temp table p (i int, b bigint, t text, d date, ts timestamptz, n numeric, y bytea, a int[], f bool, j jsonb)')
    row = await connection.fetchrow(
        'insert into p values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning *', 1, 2 ** 40, 'x', datetime.date(2024, 2, 29),
        datetime.datetime(2024, 1, 2, tzinfo=datetime.timezone.utc), decimal.Decimal('1.25'), b'\x00', [1, None], True, '{"a": 1}')
    await connection.executemany('insert into p (i, t) values ($1, $2)', [(i, str(i)) for i in range(50)])
    found = await connection.fetch('select i from p where i = any($1::int[]) and t is not null order by i limit $2', [1, 2, 3], 2)
    return tuple(row), [tuple(r) for r in found], await connection.fetchval('select count(*) from p')


@connected
async def statements(connection):
    statement = await connection.prepare('select $1::int + $2::bigint as s, $3::text as t')
    described = [p.name for p in statement.get_parameters()], [a.type.name for a in statement.get_attributes()]
    return described, [await statement.fetchval(i, 1, 'x') for i in range(10)], statement.get_statusmsg()


@connected
async def cursors(connection):
    async with connection.transaction():
        cursor = await connection.cursor('select g from generate_series(1, $1::int) g', 20)
        first = await cursor.fetch(3)
        skipped = await cursor.forward(5)
        row = await cursor.fetchrow()
        iterated = []
        async for r in connection.cursor('select g from generate_series(1, 7) g', prefetch=2):
            iterated.append(r['g'])
    return [r['g'] for r in first], skipped, row['g'], iterated


@connected
async def transactions(connection):
    await connection.execute('create temp table t (a int primary key)')

    async def twice():
        async with connection.transaction():
            await connection.execute('insert into t values (1)')
            async with connection.transaction():
                await connection.execute('insert into t values (1)')
    failed = await caught(twice())
    async with connection.transaction(isolation='serializable'):
        await connection.execute('insert into t values (2)')
    return failed, [tuple(r) for r in await connection.fetch('select a from t')]


@connected
async def copy(connection):
    await connection.execute('create temp table c (a int, b text, n numeric, d date)')
    into = await connection.copy_records_to_table('c', records=[(1, 'x', decimal.Decimal('1.5'), datetime.date(2024, 1, 1)), (2, None, None, None)])
    csv = await connection.copy_to_table('c', source=io.BytesIO(b'a,b\n3,"q,q"\n'), columns=['a', 'b'], format='csv', header=True)
    out = io.BytesIO()
    tag = await connection.copy_from_query('select * from c where a > $1 order by a', 0, output=out, format='csv', force_quote=True)
    binary = io.BytesIO()
    await connection.copy_from_table('c', output=binary, columns=['a'], format='binary')
    return into, csv, tag, out.getvalue(), len(binary.getvalue())


@connected
async def notifications(connection):
    heard = asyncio.Queue()
    await connection.add_listener('awords', lambda *a: heard.put_nowait(a[2:]))
    await connection.execute("notify awords, 'one'")
    first = await asyncio.wait_for(heard.get(), 10)
    await connection.remove_listener('awords', heard.put_nowait)
    return first


@connected
async def timeouts(connection):
    failed = await caught(connection.fetch('select pg_sleep(20)', timeout=0.3))
    return failed[:2], await connection.fetchval('select 1')


@connected
async def errors(connection):
    seen = []
    for sql, arguments in (('select nosuch', ()), ('select $1::int', ('x',)), ('select 1/0', ()), ('select * from nosuch', ()),
                           ("select 'x'::int", ()), ('select $1::int', ())):
        seen.append(await caught(connection.fetch(sql, *arguments)))
    return seen


def pools(url):
    async def run():
        async with asyncpg.create_pool(url, min_size=1, max_size=3) as pool:
            async def one(i):
                async with pool.acquire() as connection:
                    await connection.execute("set search_path to 'pg_catalog'")
                    return await connection.fetchval('select $1::int * 2', i)
            values = await asyncio.gather(*[one(i) for i in range(12)])
            async with pool.acquire() as connection:
                return values, await connection.fetchval('show search_path')
    return asyncio.run(run())


@connected
async def introspection(connection):
    await connection.execute('create temp table rows_of (a int, b text)')
    settings = connection.get_settings()
    version = connection.get_server_version()
    return settings.client_encoding, version.major, await connection.fetchval("select array['1 day'::interval, null]")


STEPS = [('asyncpg: ' + step, globals()[step]) for step in (
    'types', 'parameters', 'statements', 'cursors', 'transactions', 'copy', 'notifications', 'timeouts', 'errors', 'pools', 'introspection')]
