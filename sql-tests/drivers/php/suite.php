<?php
// Steps through PDO and PHP's own functions, on the server of a URL; prints what a program sees of each.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING & ~E_NOTICE);
$url = parse_url($argv[1]);
$database = ltrim($url['path'], '/');
$dsn = "pgsql:host={$url['host']};port={$url['port']};dbname=$database";

function pdo(array $options = []): PDO {
    global $dsn, $url;
    return new PDO($dsn, $url['user'], '', $options + [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
}

function native() {
    global $url, $database;
    return pg_connect("host={$url['host']} port={$url['port']} dbname=$database user={$url['user']}", PGSQL_CONNECT_FORCE_NEW);
}

function fails(callable $action) {
    try {
        return ['no failure', $action()];
    } catch (PDOException $e) {
        return ['failed', $e->errorInfo[0] ?? $e->getCode(), explode("\n", $e->errorInfo[2] ?? $e->getMessage())[0]];
    }
}

function shape(PDOStatement $s): array {
    $columns = [];
    for ($i = 0; $i < $s->columnCount(); $i++) {
        $meta = $s->getColumnMeta($i);
        $columns[] = [$meta['name'], $meta['native_type'], $meta['len'], $meta['precision'], $meta['pdo_type']];
    }
    return [$s->rowCount(), $columns, $s->fetchAll(PDO::FETCH_NUM)];
}

const TYPES = "select 1::int2 a, 2 b, 3::int8 c, 1.50::numeric(6,2) d, 1.5::float8 e, true f, 'x'::varchar(5) g, 'z'::text h,
    date '2024-02-29' j, timestamp '2024-01-02 03:04:05.678' k, timestamptz '2024-01-02 03:04:05+00' l, '{1,2,NULL}'::int[] m,
    '{\"k\": [1, 2]}'::jsonb o, 'NaN'::float8 p, null q, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid r";

$steps = [
    'PDO: types' => fn() => shape(pdo()->query(TYPES)),
    'PDO: types prepared' => function () { $s = pdo()->prepare(TYPES); $s->execute(); return shape($s); },
    'PDO: bytes' => function () {
        $row = pdo()->query("select '\\x00ff'::bytea")->fetch(PDO::FETCH_NUM);
        return bin2hex(stream_get_contents($row[0]));
    },
    'PDO: parameters' => function () {
        $seen = [];
        foreach ([[], [PDO::ATTR_EMULATE_PREPARES => true], [PDO::PGSQL_ATTR_DISABLE_PREPARES => true]] as $options) {
            $db = pdo($options);
            $db->exec('create temp table p (i int, t text, n numeric, f boolean, b bytea, d date)');
            $s = $db->prepare('insert into p values (?, ?, ?, ?, ?, ?)');
            $s->bindValue(1, 1, PDO::PARAM_INT);
            $s->bindValue(2, "a'b\\c");
            $s->bindValue(3, '1.250');
            $s->bindValue(4, true, PDO::PARAM_BOOL);
            $s->bindValue(5, "\x01\x02", PDO::PARAM_LOB);
            $s->bindValue(6, '2024-02-29');
            $s->execute();
            $s->execute();
            $n = $db->prepare('select i, t, n, f, d from p where i = :i and t like :t and (:i = 1 or f)');
            $seen[] = fails(function () use ($n) { $n->execute(['i' => 1, 't' => 'a%']); return shape($n); });
            for ($day = 1; $day < 8; $day++) {
                $s->bindValue(6, "2024-01-0$day");
                $s->execute();
            }
            $seen[] = $db->query('select count(*), max(d) from p')->fetchAll(PDO::FETCH_ASSOC);
        }
        return $seen;
    },
    'PDO: transactions' => function () {
        $db = pdo();
        $db->exec('create temp table t (a int primary key)');
        $db->beginTransaction();
        $seen = [$db->exec('insert into t values (1), (2)'), $db->inTransaction()];
        $seen[] = fails(fn() => $db->exec('insert into t values (1)'));
        $seen[] = fails(fn() => $db->exec('select 1'));
        $seen[] = $db->rollBack();
        $db->beginTransaction();
        $db->exec('insert into t values (1)');
        $db->commit();
        $seen[] = fails(fn() => $db->commit());
        return [$seen, $db->query('select count(*) from t')->fetchColumn()];
    },
    'PDO: keys' => function () {
        $db = pdo();
        $db->exec('create temp table k (id serial primary key, t text)');
        $db->exec("insert into k (t) values ('x')");
        return [$db->lastInsertId('k_id_seq'), $db->lastInsertId(), $db->query("insert into k (t) values ('y') returning id")->fetchAll()];
    },
    'PDO: cursors' => function () {
        $db = pdo();
        $db->beginTransaction();
        $s = $db->prepare('select g from generate_series(1, 5) g', [PDO::ATTR_CURSOR => PDO::CURSOR_SCROLL]);
        $s->execute();
        $seen = [];
        foreach ([PDO::FETCH_ORI_NEXT, PDO::FETCH_ORI_LAST, PDO::FETCH_ORI_PRIOR, PDO::FETCH_ORI_FIRST, PDO::FETCH_ORI_PRIOR, PDO::FETCH_ORI_NEXT] as $way) {
            $seen[] = $s->fetch(PDO::FETCH_NUM, $way);
        }
        $seen[] = $s->fetch(PDO::FETCH_NUM, PDO::FETCH_ORI_ABS, 3);
        $seen[] = $s->fetch(PDO::FETCH_NUM, PDO::FETCH_ORI_REL, -1);
        return $seen;
    },
    'PDO: copy' => function () {
        $db = pdo();
        $db->exec('create temp table c (a int, b text)');
        return [$db->pgsqlCopyFromArray('c', ["1\tx", "2\t\\N"]), $db->pgsqlCopyToArray('c'),
            fails(fn() => $db->pgsqlCopyFromArray('c', ["x\ty"])), $db->query('select count(*) from c')->fetchColumn()];
    },
    'PDO: notifications' => function () {
        $db = pdo();
        $db->exec('listen words');
        $db->exec("notify words, 'one'");
        $told = $db->pgsqlGetNotify(PDO::FETCH_ASSOC, 5000);
        return [$told['message'], $told['payload'], $told['pid'] == $db->pgsqlGetPid()];
    },
    'PDO: faults' => function () {
        $db = pdo();
        $seen = [];
        foreach (['selec 1', 'select nosuch', 'select * from nosuch', 'select 1/0', 'select $1 + $2', "select 'x'::int"] as $sql) {
            $seen[] = fails(fn() => $db->exec($sql));
            $seen[] = fails(function () use ($db, $sql) { $s = $db->prepare($sql); $s->execute(); return $s->fetchAll(); });
        }
        return $seen;
    },
    'PDO: attributes' => function () {
        $db = pdo();
        return [$db->getAttribute(PDO::ATTR_CLIENT_VERSION) > '1', version_compare($db->getAttribute(PDO::ATTR_SERVER_VERSION), '15') >= 0,
            $db->getAttribute(PDO::ATTR_CONNECTION_STATUS), $db->quote("a'b\\")];
    },
    'pgsql: metadata' => function () {
        $db = native();
        pg_query($db, 'drop table if exists php_t; drop schema if exists php cascade');
        pg_query($db, "create table php_t (id serial primary key, who varchar(20) not null default 'x', n numeric(8,2), a int[], at date)");
        $seen = [pg_meta_data($db, 'php_t'), pg_meta_data($db, 'php_t', true), pg_insert($db, 'php_t', ['who' => "o'x", 'n' => '1.5']),
            pg_update($db, 'php_t', ['n' => '2.5'], ['id' => 1]), pg_select($db, 'php_t', ['id' => 1]), pg_delete($db, 'php_t', ['id' => 1])];
        $r = pg_query($db, 'select * from php_t');
        $seen[] = array_map(fn($i) => [pg_field_name($r, $i), pg_field_type($r, $i), pg_field_size($r, $i), pg_field_table($r, $i)], range(0, 4));
        pg_query($db, 'drop table php_t');
        return $seen;
    },
    'pgsql: asynchronous' => function () {
        $db = native();
        pg_send_query($db, "select 1 as a; select 'two' as b; select 1/0");
        $seen = [];
        while ($r = pg_get_result($db)) {
            $seen[] = [pg_result_status($r), pg_fetch_all($r), pg_result_error_field($r, PGSQL_DIAG_SQLSTATE)];
        }
        pg_send_query_params($db, 'select $1::int + $2::int as s', [1, 2]);
        $seen[] = pg_fetch_all(pg_get_result($db));
        pg_get_result($db);
        pg_send_query($db, 'select pg_sleep(20)');
        $seen[] = [pg_cancel_query($db), pg_transaction_status($db), pg_fetch_all(pg_query($db, 'select 8 as c'))];
        return $seen;
    },
];

foreach ($steps as $name => $step) {
    echo "== $name\n";
    try {
        echo json_encode($step(), JSON_PRETTY_PRINT | JSON_PARTIAL_OUTPUT_ON_ERROR), "\n";
    } catch (Throwable $e) {
        echo 'failed: ', get_class($e), ' ', $e->getMessage(), "\n";
    }
}
