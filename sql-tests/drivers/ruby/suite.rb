# Steps through ruby-pg, on the server of a URL; prints what a program sees of each.
require 'pg'

URL = ARGV[0]
STEPS = []

def step(name, &action)
  STEPS << [name, action]
end

def fails
  yield
  'no failure'
rescue PG::Error => e
  r = e.result
  [e.class, e.message.lines.first.chomp] + (r ? [PG::PG_DIAG_SQLSTATE, PG::PG_DIAG_MESSAGE_HINT, PG::PG_DIAG_STATEMENT_POSITION,
    PG::PG_DIAG_CONSTRAINT_NAME, PG::PG_DIAG_TABLE_NAME, PG::PG_DIAG_COLUMN_NAME].map { |f| r.error_field(f) } : [])
end

def shape(result)
  [result.cmd_status, result.cmd_tuples, result.fields, (0...result.nfields).map { |i| [result.ftype(i), result.fmod(i), result.fformat(i)] },
   result.values]
end

TYPES = "select 1::int2 a, 2 b, 3::int8 c, 1.50::numeric(6,2) d, 1.5::float8 e, true f, 'x'::varchar(5) g, 'z'::text h,
  '\\x00ff'::bytea i, date '2024-02-29' j, timestamp '2024-01-02 03:04:05.678' k, timestamptz '2024-01-02 03:04:05+00' l,
  '{1,2,NULL}'::int[] m, '{\"a b\",c}'::text[] n, '{\"k\": [1, 2]}'::jsonb o, 'NaN'::float8 p, null q"

step('types as text') { |db| shape(db.exec(TYPES)) }

step('types mapped') do |db|
  db.type_map_for_results = PG::BasicTypeMapForResults.new(db)
  shape(db.exec(TYPES)).last
end

step('types in binary') { |db| shape(db.exec_params(TYPES, [], 1)) }

step('types mapped from binary') do |db|
  map = PG::BasicTypeMapForResults.new(db)
  r = db.exec_params("select 1::int2, 2::int4, 3::int8, 1.5::float8, true, 'z'::text, '\\x00ff'::bytea,
    timestamp '2024-01-02 03:04:05.678', timestamptz '2024-01-02 03:04:05+00', date '2024-02-29', 1.5::float4", [], 1)
  r.map_types!(map).values
end

step('parameters') do |db|
  db.type_map_for_queries = PG::BasicTypeMapForQueries.new(db)
  db.exec('create temp table p (i int, t text, b bytea, f float8, a int[], ok bool, ts timestamptz)')
  r = db.exec_params('insert into p values ($1, $2, $3, $4, $5, $6, $7) returning *',
    [1, "a'b\\c", PG::BinaryString.new("\x00\xff"), 1.5, [1, nil, 3], true, Time.at(1_704_164_645, in: '+00:00')])
  db.prepare('by', 'select i, t from p where i = $1 and t like $2')
  [shape(r), shape(db.exec_prepared('by', [1, 'a%'])), db.describe_prepared('by').then { |d| [d.nparams, d.paramtype(0), d.paramtype(1), d.fields] }]
end

step('transactions') do |db|
  db.exec('create temp table t (a int primary key)')
  seen = []
  seen << fails { db.transaction { |c| c.exec('insert into t values (1)'); seen << c.transaction_status; c.exec('insert into t values (1)') } }
  seen << db.transaction_status << db.exec('select count(*) from t').getvalue(0, 0)
  db.transaction { |c| c.exec('insert into t values (1)') }
  db.exec('begin; savepoint s; delete from t')
  seen << fails { db.exec('select 1/0') } << db.transaction_status << fails { db.exec('select 1') }
  db.exec('rollback to s; commit')
  seen << db.exec('select count(*) from t').getvalue(0, 0)
end

step('faults') do |db|
  db.exec('create temp table f (a int primary key, b int check (b > 0), c text not null)')
  ["insert into f values (1, 0, 'x')", 'insert into f values (1, 1, null)', 'selec 1', 'select nosuch from f', 'select * from nosuch',
   'select 1/0', "select 'x'::int", 'select nosuch(1)', 'create table f2 (a nosuch)', "select lower('a', 'b')", 'drop table nosuch',
   'insert into f (nosuch) values (1)', 'select * from f f1, f f2 where a = 1', 'select count(*), a from f', 'select sum(1) over w',
   "select 'abc", 'select "abc', 'set nosuch = 1', 'begin; commit; rollback; select 1/0',
   'select f(1, 2, variadic 3)', 'values (1), (1, 2)',
   'select 1 union select 1, 2', "select '1'::json + 1", 'select 1 order by 2', "select date '2024-13-01'",
   "select '{1,2'::int[]", "select 99999999999::int4", 'select * from pg_class for update'].map do |sql|
    [sql, fails { db.exec(sql) }]
  end
end

step('several statements') do |db|
  seen = []
  db.send_query('select 1 as a; create temp table s (a int); insert into s values (1), (2); select * from s; ; select 1/0; select 2')
  while (r = db.get_result)
    seen << fails { seen << shape(r.check) }
  end
  seen
end

step('row by row') do |db|
  db.send_query('select g from generate_series(1, 5) g')
  db.set_single_row_mode
  db.get_result.stream_each_row.to_a
end

step('pipeline') do |db|
  db.enter_pipeline_mode
  db.send_query_params('select $1::int', [1])
  db.send_query_params('select 1/$1::int', [0])
  db.send_query_params('select 3', [])
  db.pipeline_sync
  db.send_query_params('select $1::text', ['after'])
  db.pipeline_sync
  seen = []
  8.times do
    r = db.get_result
    seen << (r ? [r.res_status(r.result_status), (r.values rescue nil)] : nil)
  rescue PG::Error => e
    seen << e.class
  end
  db.discard_results
  db.exit_pipeline_mode
  seen
end

step('copy') do |db|
  db.exec('create temp table c (a int, b text)')
  db.copy_data('copy c from stdin', PG::TextEncoder::CopyRow.new) { db.put_copy_data([1, "x\ty"]); db.put_copy_data([2, nil]) }
  db.copy_data('copy c from stdin (format csv)') { db.put_copy_data(%(3,"q""q"\n)) }
  lines = []
  db.copy_data('copy c to stdout', PG::TextDecoder::CopyRow.new) { while (row = db.get_copy_data) do lines << row end }
  lines << fails { db.copy_data('copy c from stdin') { raise 'mine' } rescue raise if $!.is_a?(PG::Error); lines << $!.message }
  lines << fails { db.copy_data('copy c from stdin') { db.put_copy_data("x\ty\n") } }
  lines << fails { db.copy_data('copy (select g, 1/(3-g) from generate_series(1, 5) g) to stdout') { while (l = db.get_copy_data) do lines << l end } }
  lines << db.exec('select count(*) from c').getvalue(0, 0)
end

step('notifications') do |db|
  db.exec('listen words')
  db.exec("notify words, 'one'; select pg_notify('words', 'two')")
  2.times.map { r = nil; db.wait_for_notify(5) { |channel, pid, extra| r = [channel, extra, pid == db.backend_pid] }; r }
end

step('notices') do |db|
  seen = []
  db.set_notice_receiver { |r| seen << [r.error_field(PG::PG_DIAG_SEVERITY), r.error_field(PG::PG_DIAG_SQLSTATE), r.error_message] }
  db.exec('drop table if exists nosuch; create temp table n (a int); create temp table if not exists n (a int)')
  db.exec("do $$ begin raise notice 'hello % and %', 1, 'x'; raise warning 'warned'; end $$")
  db.exec('commit')
  seen
end

step('cancelled') do |db|
  seen = 3.times.map do
    db.send_query('select pg_sleep(20)')
    sleep 0.2 # a request that overtakes the statement is nobody's
    [db.cancel, fails { db.get_last_result }]
  end
  db.exec("set statement_timeout = '50ms'")
  seen << fails { db.exec('select pg_sleep(20)') }
end

step('cursors') do |db|
  db.exec('begin; declare c scroll cursor for select g from generate_series(1, 5) g')
  ['fetch 2 from c', 'fetch prior from c', 'fetch prior from c', 'fetch prior from c', 'fetch absolute 4 from c', 'fetch relative -2 from c',
   'fetch last from c', 'fetch backward 2 from c', 'move backward all in c', 'fetch all from c', 'fetch next from c', 'move last in c',
   'fetch first from c', 'fetch 0 from c', 'fetch backward all from c', 'close c', 'fetch 1 from c'].map { |s| [s, fails { break_shape(db, s) }] }
end

def break_shape(db, sql)
  r = db.exec(sql)
  $shapes ||= []
  $shapes << [sql, r.cmd_status, r.values]
end

step('what the cursors gave') { |_| $shapes }

step('connection') do |db|
  [db.server_version >= 150000, db.protocol_version, %w[server_encoding client_encoding is_superuser session_authorization DateStyle
    IntervalStyle integer_datetimes standard_conforming_strings application_name].map { |n| [n, db.parameter_status(n)] },
   db.escape_literal("a'b\\"), db.quote_ident('a"b')]
end

STEPS.each do |name, action|
  puts "== ruby-pg: #{name}"
  begin
    db = PG.connect(URL)
    Array(action.call(db)).each { |seen| puts seen.inspect }
  rescue StandardError => e
    puts "failed: #{e.class} #{e.message}"
  ensure
    db&.close
  end
end
