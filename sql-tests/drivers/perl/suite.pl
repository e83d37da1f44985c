# Steps through DBI and DBD::Pg, on the server of a URL; prints what a program sees of each.
use strict;
use warnings;
use DBI;
use DBD::Pg qw(:pg_types);

$| = 1;
my ($user, $host, $port, $database) = $ARGV[0] =~ m{^postgres://(\w+)@([\w.]+):(\d+)/(\w+)} or die "no URL";

sub connection {
  return DBI->connect("dbi:Pg:dbname=$database;host=$host;port=$port", $user, '',
    { RaiseError => 1, PrintError => 0, PrintWarn => 0, AutoCommit => 1, @_ });
}

sub shown {
  my ($value) = @_;
  return 'undef' unless defined $value;
  return '[' . join(', ', map { shown($_) } @$value) . ']' if ref $value eq 'ARRAY';
  return '{' . join(', ', map { "$_: " . shown($value->{$_}) } sort keys %$value) . '}' if ref $value eq 'HASH';
  return "'$value'";
}

sub fails(&) {
  my ($action) = @_;
  eval { $action->(); 1 } and return 'no failure';
  return $DBI::state . ' ' . (split /\n/, $DBI::errstr)[0];
}

my @steps = (
  'types' => sub {
    my $db = connection();
    my $st = $db->prepare(q{select 1::int2 a, 2 b, 3::int8 c, 1.50::numeric(6,2) d, 1.5::float8 e, true f, 'x'::varchar(5) g,
      'y'::char(3) h, 'z'::text i, '\x00ff'::bytea j, date '2024-02-29' k, timestamp '2024-01-02 03:04:05.678' l,
      timestamptz '2024-01-02 03:04:05+00' m, interval '1 day 2 hours' n, '{1,2,NULL}'::int[] o, '{"a b",c}'::text[] p,
      '{"k": [1, 2]}'::jsonb q, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid r, null s});
    $st->execute;
    return [$st->{NAME}, $st->{TYPE}, $st->{pg_type}, $st->{PRECISION}, $st->{SCALE}, $st->fetchall_arrayref];
  },
  'parameters' => sub {
    my $db = connection();
    $db->do('create temp table p (i int, t text, b bytea, n numeric, a text[], f boolean)');
    my $st = $db->prepare('insert into p values (?, ?, ?, ?, ?, ?)');
    $st->bind_param(3, undef, { pg_type => PG_BYTEA });
    my @seen = $st->execute(1, "a'b\\c", "\x00\x01\xff", '1.250', ['x', undef, 'y"z'], 1);
    push @seen, $st->execute(2, undef, undef, undef, undef, 0);
    push @seen, $db->selectall_arrayref('select * from p order by i');
    push @seen, $db->selectall_hashref('select i, t from p', 'i');
    push @seen, $db->selectrow_array('select count(*) from p where i = any(?)', undef, [1, 2]);
    push @seen, $db->selectrow_array('select $1::int + $2::int', undef, 3, 4);
    my $named = $db->prepare('select :a || :b || :a');
    $named->bind_param(':a', 'x');
    $named->bind_param(':b', 'y');
    $named->execute;
    return [@seen, $named->fetchrow_array];
  },
  'the sixth execution' => sub {
    my $db = connection(pg_switch_prepared => 2);
    my $st = $db->prepare('select ?::date, ?::timestamptz, ?::int');
    my @seen;
    for my $day (1 .. 7) { $st->execute("2024-01-0$day", "2024-01-0$day 00:00:00+00", $day); push @seen, $st->fetchrow_arrayref->[0] }
    return \@seen;
  },
  'transactions' => sub {
    my $db = connection(AutoCommit => 0);
    $db->do('create temp table t (a int primary key)');
    my @seen = $db->do('insert into t values (1), (2)');
    $db->commit;
    push @seen, $db->ping, $db->state;
    push @seen, fails { $db->do('insert into t values (1)') };
    push @seen, $db->ping, fails { $db->do('select 1') };
    $db->rollback;
    $db->pg_savepoint('s');
    $db->do('delete from t');
    $db->pg_rollback_to('s');
    push @seen, $db->selectrow_array('select count(*) from t');
    $db->pg_release('s');
    $db->rollback;
    return \@seen;
  },
  'faults' => sub {
    my $db = connection();
    $db->do('create temp table f (a int primary key, b int check (b > 0), c text not null)');
    my @seen;
    for my $text ("insert into f values (1, 0, 'x')", 'insert into f values (1, 1, null)', 'selec 1', 'select nosuch from f',
        'select * from nosuch', 'select 1/0', "select 'x'::int", 'select nosuch(1)') {
      push @seen, fails { $db->do($text) };
      push @seen, map { $db->pg_error_field($_) } qw(severity state message detail hint statement_position constraint column);
    }
    return \@seen;
  },
  'copy' => sub {
    my $db = connection();
    $db->do('create temp table c (a int, b text)');
    $db->do('copy c from stdin');
    $db->pg_putcopydata("1\tx\n");
    $db->pg_putcopydata("2\t\\N\n");
    my @seen = $db->pg_putcopyend;
    $db->do(q{copy (select * from c order by a) to stdout (format csv, null 'n')});
    my $line;
    push @seen, $line while $db->pg_getcopydata($line) >= 0;
    $db->do('copy c from stdin');
    push @seen, fails { $db->pg_putcopydata("x\ty\n"); $db->pg_putcopyend };
    return [@seen, $db->selectrow_array('select count(*) from c')];
  },
  'notifications' => sub {
    my $db = connection();
    $db->do('listen words');
    $db->do(q{notify words, 'one'});
    $db->do(q{select pg_notify('words', 'two')});
    my @seen;
    while (my $told = $db->pg_notifies) { push @seen, [$told->[0], $told->[2], $told->[1] == $db->{pg_pid} ? 1 : 0] }
    return \@seen;
  },
  'asynchronous' => sub {
    my $db = connection();
    my $st = $db->prepare('select 7', { pg_async => DBD::Pg::PG_ASYNC() });
    $st->execute;
    my @seen = ($db->pg_result, $st->fetchrow_array);
    $st = $db->prepare('select pg_sleep(20)', { pg_async => DBD::Pg::PG_ASYNC() });
    $st->execute;
    push @seen, $db->pg_cancel, $db->selectrow_array('select 8');
    return \@seen;
  },
  'keys and tables' => sub {
    my $db = connection();
    $db->do($_) for 'drop table if exists dbd_line', 'drop table if exists dbd_order',
      'create table dbd_order (id serial primary key, who varchar(20) not null, at date default current_date)',
      'create table dbd_line (o int references dbd_order on delete cascade, n int, price numeric(8,2), primary key (o, n))',
      'create index dbd_line_price on dbd_line (price)', q{comment on table dbd_line is 'lines'};
    my @seen;
    $db->do(q{insert into dbd_order (who) values ('ann')});
    push @seen, $db->last_insert_id(undef, 'public', 'dbd_order', undef);
    push @seen, [$db->primary_key(undef, 'public', 'dbd_line')];
    my @listings = (
      [$db->table_info(undef, 'public', 'dbd\_%', 'TABLE'), qw(TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS)],
      [$db->column_info(undef, 'public', 'dbd_line', undef),
        qw(COLUMN_NAME DATA_TYPE TYPE_NAME COLUMN_SIZE DECIMAL_DIGITS NULLABLE COLUMN_DEF ORDINAL_POSITION pg_type)],
      [$db->column_info(undef, 'public', 'dbd_order', undef), qw(COLUMN_NAME TYPE_NAME COLUMN_SIZE NULLABLE COLUMN_DEF IS_NULLABLE)],
      [$db->primary_key_info(undef, 'public', 'dbd_line'), qw(TABLE_NAME COLUMN_NAME KEY_SEQ PK_NAME)],
      [$db->foreign_key_info(undef, 'public', 'dbd_order', undef, 'public', 'dbd_line'),
        qw(UK_TABLE_NAME UK_COLUMN_NAME FK_TABLE_NAME FK_COLUMN_NAME UPDATE_RULE DELETE_RULE FK_NAME UK_NAME)],
      [$db->statistics_info(undef, 'public', 'dbd_line', 0, 0), qw(NON_UNIQUE INDEX_NAME TYPE ORDINAL_POSITION COLUMN_NAME pg_expression)]);
    for my $listing (@listings) {
      my ($st, @names) = @$listing;
      while (my $row = $st->fetchrow_hashref) { push @seen, { map { $_ => $row->{$_} } @names } }
    }
    $db->do('drop table dbd_line, dbd_order');
    return \@seen;
  },
  'type information' => sub {
    my $db = connection();
    return [map { [$_->{TYPE_NAME}, $_->{DATA_TYPE}, $_->{COLUMN_SIZE}] } $db->type_info(DBI::SQL_INTEGER(), DBI::SQL_VARCHAR())];
  },
  'server' => sub {
    my $db = connection();
    $db->do("set application_name = 'perl'");
    return [$db->{pg_server_version} >= 150000, $db->{pg_standard_conforming_strings}, $db->{pg_enable_utf8},
      $db->selectrow_array('show application_name'), $db->quote("a'b\\"), $db->quote_identifier('a b', 'c')];
  });

while (my ($name, $step) = splice @steps, 0, 2) {
  print "== DBD::Pg: $name\n";
  my $outcome = eval { $step->() };
  my $error = $@;
  print defined $outcome ? join('', map { shown($_) . "\n" } @$outcome) : 'failed: ' . ($DBI::state // '') . " $error\n";
}
