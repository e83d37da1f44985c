"""Steps through psycopg 3."""

import datetime
import decimal
import uuid

import psycopg
from psycopg.rows import dict_row
from psycopg.types import TypeInfo
from psycopg.types.json import Jsonb

from compare import caught
from steps_psycopg2 import TYPES


def connected(action):
    def step(url):
        with psycopg.connect(url) as connection:
            return action(connection)
    return step


def shape(cursor):
    described = [(c.name, c.type_code, c.internal_size, c.precision, c.scale) for c in cursor.description or []]
    return cursor.statusmessage, cursor.rowcount, described, cursor.fetchall() if cursor.description else None


@connected
def types_as_text(connection):
    return shape(connection.execute('select ' + ', '.join(TYPES)))


@connected
def types_as_binary(connection):
    cursor = connection.cursor(binary=True)
    cursor.execute('select ' + ', '.join(TYPES))
    return shape(cursor)


@connected
def parameters(connection):
    values = (1, 100000, 10 ** 12, 10 ** 30, 1.5, 'text', True, None, b'\x00\x01', datetime.date(2024, 2, 29),
              datetime.datetime(2024, 1, 2, 3, 4, 5), datetime.timedelta(days=1), decimal.Decimal('1.25'),
              uuid.UUID(int=7), [1, 2, None], ['a', 'b'], Jsonb({'a': 1}))
    marks = ', '.join(['%s'] * len(values))
    text = shape(connection.execute('select ' + marks, values))
    cursor = connection.cursor(binary=True)
    cursor.execute('select ' + ', '.join(['%b'] * 7) + ', %s::int, ' + ', '.join(['%b'] * 9), values)
    return text, shape(cursor)


@connected
def prepared_after_five(connection):
    seen = [connection.execute('select %s::int, %s::date', (i, datetime.date(2024, 2, 29))).fetchall() for i in range(10)]
    statements = connection.execute('select count(*) from pg_prepared_statements').fetchall()
    return seen, statements


@connected
def many(connection):
    cursor = connection.cursor()
    cursor.execute('create temp table m (i int, t text)')
    cursor.executemany('insert into m values (%s, %s) returning i', [(i, str(i)) for i in range(100)], returning=True)
    count = 0
    while True:
        count += len(cursor.fetchall())
        if not cursor.nextset():
            break
    return count, connection.execute('select sum(i) from m').fetchall()


@connected
def pipelines(connection):
    with connection.pipeline() as pipeline:
        first = connection.execute('select %s::int', (1,))
        second = connection.execute('select %s::int', (2,))
        pipeline.sync()
        good = first.fetchall(), second.fetchall()
    connection.rollback()

    def failing():
        with connection.pipeline():
            connection.execute('select 1')
            connection.execute('select 1/0')
            connection.execute('select 2')
    failed = caught(failing)
    connection.rollback()
    return good, failed, connection.execute('select 3').fetchall()


@connected
def copy(connection):
    cursor = connection.cursor()
    cursor.execute('create temp table c (a int, b text, d date)')
    with cursor.copy('copy c from stdin') as into:
        into.write_row((1, 'x\ty', datetime.date(2024, 1, 1)))
        into.write_row((2, None, None))
    with cursor.copy('copy c from stdin (format binary)') as into:
        into.set_types(['int4', 'text', 'date'])
        into.write_row((3, 'z', datetime.date(2024, 2, 29)))
    with cursor.copy('copy (select * from c order by a) to stdout') as out:
        out.set_types(['int4', 'text', 'date'])
        text = list(out.rows())
    with cursor.copy('copy (select * from c order by a) to stdout (format binary)') as out:
        raw = b''.join(bytes(part) for part in out)

    def broken():
        with cursor.copy('copy c from stdin') as into:
            into.write('x\ty\tz\n')
    return text, raw, caught(broken)


@connected
def server_cursors(connection):
    with connection.cursor('named', scrollable=True) as cursor:
        cursor.execute('select g from generate_series(1, 10) g')
        seen = [cursor.fetchmany(3)]
        cursor.scroll(-1)
        seen.append(cursor.fetchone())
        cursor.scroll(1, mode='absolute')
        seen.append(cursor.fetchall())
    return seen


@connected
def transactions(connection):
    connection.execute('create temp table t (a int primary key)')
    connection.commit()

    def twice():
        with connection.transaction():
            connection.execute('insert into t values (1)')
            with connection.transaction():
                connection.execute('insert into t values (1)')
    failed = caught(twice)
    with connection.transaction():
        connection.execute('insert into t values (2)')
        caught(lambda: connection.transaction().__enter__() and None)
    return failed[:3], connection.execute('select a from t').fetchall()


@connected
def notifications(connection):
    connection.autocommit = True
    heard = []
    connection.add_notify_handler(heard.append)
    connection.execute('listen words3')
    connection.execute("notify words3, 'x'")
    connection.execute('select 1')
    return [(n.channel, n.payload) for n in heard]


@connected
def type_lookup(connection):
    found = TypeInfo.fetch(connection, 'int4')
    missing = TypeInfo.fetch(connection, 'nosuch')
    return found.name, found.oid, found.array_oid, missing


@connected
def dictionaries(connection):
    return connection.cursor(row_factory=dict_row).execute('select 1 as a, %s as b', ('x',)).fetchall()


@connected
def errors(connection):
    connection.autocommit = True
    connection.execute('create temp table e (id int primary key, n int not null)')
    seen = []
    for sql in ('insert into e values (1, null)', 'select nosuch', 'select * from nosuch', 'selekt', "select 'x'::int", 'select 1/0'):
        try:
            connection.execute(sql)
        except psycopg.Error as error:
            d = error.diag
            seen.append((type(error).__name__, d.severity, d.sqlstate, d.message_primary, d.message_detail,
                         d.message_hint, d.statement_position, d.column_name, d.constraint_name))
    return seen


STEPS = [('psycopg: ' + step, globals()[step]) for step in (
    'types_as_text', 'types_as_binary', 'parameters', 'prepared_after_five', 'many', 'pipelines', 'copy',
    'server_cursors', 'transactions', 'notifications', 'type_lookup', 'dictionaries', 'errors')]
