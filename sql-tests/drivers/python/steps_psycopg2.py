"""Steps through psycopg2."""

import datetime
import decimal
import io
import os
import select
import threading
import time

import psycopg2
import psycopg2.extensions
import psycopg2.extras

from compare import caught

TYPES = [line.rstrip('\n') for line in open(os.path.join(os.path.dirname(__file__), 'types.txt'), encoding='utf-8')]


def connected(action):
    def step(url):
        connection = psycopg2.connect(url)
        try:
            return action(connection)
        finally:
            connection.close()
    return step


def shape(cursor):
    described = [(c.name, c.type_code, c.internal_size, c.precision, c.scale) for c in cursor.description or []]
    return cursor.statusmessage, cursor.rowcount, described, cursor.fetchall() if cursor.description else None


@connected
def types(connection):
    cursor = connection.cursor()
    cursor.execute('select ' + ', '.join(TYPES))
    return shape(cursor)


@connected
def parameters(connection):
    cursor = connection.cursor()
    cursor.execute('create temp table p (i int, t text, d date, ts timestamptz, n numeric, b bytea, a int[], f bool, iv interval)')
    cursor.execute('insert into p values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning *', (
        1, "a'b\\c", datetime.date(2024, 2, 29), datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc),
        decimal.Decimal('1.250'), psycopg2.Binary(b'\x00\x01'), [1, 2], True, datetime.timedelta(days=1, seconds=2)))
    rows = [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in cursor.fetchall()]
    cursor.executemany('insert into p (i) values (%s)', [(i,) for i in range(5)])
    psycopg2.extras.execute_values(cursor, 'insert into p (i, t) values %s', [(10, 'x'), (11, None)])
    cursor.execute('select count(*), sum(i) from p where i in %s', ((1, 2, 10),))
    return rows, shape(cursor)


@connected
def transactions(connection):
    cursor = connection.cursor()
    cursor.execute('create temp table t (a int primary key)')
    connection.commit()
    seen = [connection.info.transaction_status]
    cursor.execute('insert into t values (1)')
    seen.append(connection.info.transaction_status)
    seen.append(caught(cursor.execute, 'insert into t values (1)'))
    seen.append(caught(cursor.execute, 'select 1'))
    seen.append(connection.info.transaction_status)
    connection.rollback()
    connection.set_session(isolation_level='SERIALIZABLE', readonly=True)
    seen.append(caught(cursor.execute, 'insert into t values (2)'))
    connection.rollback()
    cursor.execute('select count(*) from t')
    return seen, cursor.fetchall()


@connected
def cursors(connection):
    cursor = connection.cursor('srv')
    cursor.itersize = 3
    cursor.execute('select g from generate_series(1, 10) g')
    first = cursor.fetchmany(4)
    rest = cursor.fetchall()
    cursor.close()
    scroll = connection.cursor('scr', scrollable=True, withhold=True)
    scroll.execute('select g from generate_series(1, 10) g')
    seen = [scroll.fetchmany(3)]
    scroll.scroll(-2)
    seen.append(scroll.fetchone())
    scroll.scroll(7, mode='absolute')
    seen.append(scroll.fetchmany(2))
    connection.commit()
    seen.append(scroll.fetchall())
    scroll.close()
    return first, rest, seen


@connected
def copy(connection):
    cursor = connection.cursor()
    cursor.execute('create temp table c (a int, b text)')
    cursor.copy_from(io.StringIO('1\tx\n2\t\\N\n'), 'c')
    cursor.copy_expert("copy c from stdin (format csv, header, null 'n')", io.StringIO('a,b\n3,n\n4,"q""q"\n'))
    out = io.StringIO()
    cursor.copy_expert('copy (select * from c order by a) to stdout (format csv, force_quote *)', out)
    failed = caught(cursor.copy_from, io.StringIO('x\ty\n'), 'c')
    connection.rollback()
    return out.getvalue(), failed


@connected
def notifications(connection):
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute('listen words')
    cursor.execute("notify words, 'one'")
    cursor.execute("select pg_notify('words', 'two')")
    end = time.time() + 10
    while len(connection.notifies) < 2 and time.time() < end:
        select.select([connection], [], [], 1)
        connection.poll()
    return [(n.channel, n.payload, n.pid == connection.get_backend_pid()) for n in connection.notifies]


@connected
def notices(connection):
    cursor = connection.cursor()
    cursor.execute('drop table if exists nosuch')
    cursor.execute('create temp table n (a int)')
    cursor.execute('create temp table if not exists n (a int)')
    return connection.notices


@connected
def cancelled(connection):
    cursor = connection.cursor()
    threading.Timer(0.3, connection.cancel).start()
    first = caught(cursor.execute, 'select pg_sleep(20)')
    connection.rollback()
    cursor.execute("set statement_timeout = '50ms'")
    return first, caught(cursor.execute, 'select pg_sleep(20)')


@connected
def reset(connection):
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute('set search_path to pg_catalog; prepare x as select 1')
    connection.reset()
    cursor.execute('show search_path')
    return cursor.fetchall(), caught(cursor.execute, 'execute x'), connection.server_version >= 150000, connection.encoding


@connected
def dictionaries(connection):
    cursor = connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor)
    psycopg2.extras.register_uuid()
    cursor.execute("select 1 as a, '{\"k\": 1}'::jsonb as j, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid as u")
    return [dict(row) for row in cursor.fetchall()]


STEPS = [('psycopg2: ' + step, globals()[step]) for step in (
    'types', 'parameters', 'transactions', 'cursors', 'copy', 'notifications', 'notices', 'cancelled', 'reset', 'dictionaries')]
