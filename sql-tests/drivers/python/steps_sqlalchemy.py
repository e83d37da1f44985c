"""Steps through SQLAlchemy on psycopg2: the ORM, and reflection."""

import datetime
import decimal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy import orm

Base = orm.declarative_base()


class Author(Base):
    __tablename__ = 'sa_author'
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(50), nullable=False, unique=True)
    born = sa.Column(sa.Date)
    books = orm.relationship('Book', back_populates='author', cascade='all, delete-orphan', order_by='Book.id')


class Book(Base):
    __tablename__ = 'sa_book'
    id = sa.Column(sa.BigInteger, primary_key=True)
    author_id = sa.Column(sa.ForeignKey('sa_author.id', ondelete='CASCADE'), index=True)
    title = sa.Column(sa.Text, nullable=False, server_default='untitled')
    price = sa.Column(sa.Numeric(10, 2))
    sold = sa.Column(sa.Boolean, default=False)
    tags = sa.Column(sa.ARRAY(sa.Text))
    extra = sa.Column(postgresql.JSONB)
    written = sa.Column(sa.DateTime(timezone=True), server_default=sa.func.now())
    author = orm.relationship(Author, back_populates='books')
    __table_args__ = (sa.CheckConstraint('price >= 0', name='sa_price_positive'), {'comment': 'what authors wrote'})


def engine_of(url):
    return sa.create_engine(url.replace('postgres://', 'postgresql+psycopg2://'))


def with_tables(action):
    def step(url):
        engine = engine_of(url)
        Base.metadata.drop_all(engine)
        Base.metadata.create_all(engine)
        try:
            return action(engine)
        finally:
            Base.metadata.drop_all(engine)
            engine.dispose()
    return step


@with_tables
def objects(engine):
    with orm.Session(engine) as session:
        author = Author(name='ann', born=datetime.date(1970, 1, 2))
        author.books = [Book(title='one', price=decimal.Decimal('9.50'), tags=['a', 'b'], extra={'k': [1]}), Book(price=None)]
        session.add(author)
        session.commit()
        loaded = session.query(Author).options(orm.joinedload(Author.books)).filter_by(name='ann').one()
        seen = [(b.title, b.price, b.sold, b.tags, b.extra, b.written is not None) for b in loaded.books]
        loaded.books[0].title = 'changed'
        del loaded.books[1]
        session.commit()
        counts = session.query(Author.name, sa.func.count(Book.id), sa.func.sum(Book.price)).outerjoin(Book).group_by(Author.name).all()
        session.delete(loaded)
        session.commit()
        return seen, [tuple(c) for c in counts], session.query(Book).count()


@with_tables
def faults(engine):
    seen = []
    with orm.Session(engine) as session:
        for broken in (Author(name=None), Book(title='x', price=-1), Book(title='x', author_id=99)):
            session.add(broken)
            try:
                session.commit()
                seen.append('committed')
            except sa.exc.IntegrityError as error:
                session.rollback()
                seen.append((type(error.orig).__name__, error.orig.diag.constraint_name, error.orig.diag.column_name, error.orig.diag.table_name))
    return seen


def described(columns):
    return [{k: str(v) if k == 'type' else v for k, v in column.items()} for column in columns]


@with_tables
def reflection(engine):
    inspector = sa.inspect(engine)
    return {
        'columns': described(inspector.get_columns('sa_book')),
        'primary key': inspector.get_pk_constraint('sa_book'),
        'foreign keys': inspector.get_foreign_keys('sa_book'),
        'indexes': inspector.get_indexes('sa_book'),
        'unique': inspector.get_unique_constraints('sa_author'),
        'checks': [check['name'] for check in inspector.get_check_constraints('sa_book')],
        'comment': inspector.get_table_comment('sa_book'),
        'has': (inspector.has_table('sa_book'), inspector.has_table('nosuch')),
        'tables': sorted(t for t in inspector.get_table_names() if t.startswith('sa_')),
        'views': [v for v in inspector.get_view_names() if v.startswith('sa_')],
        'enums': inspector.get_enums(),
    }


@with_tables
def reflected_tables(engine):
    metadata = sa.MetaData()
    metadata.reflect(engine, only=['sa_author', 'sa_book'])
    book = metadata.tables['sa_book']
    with engine.begin() as connection:
        connection.execute(metadata.tables['sa_author'].insert(), [{'name': 'x'}, {'name': 'y'}])
        rows = connection.execute(sa.select(metadata.tables['sa_author'].c.name).order_by('name')).all()
    return sorted(c.name for c in book.columns), [str(k.target_fullname) for k in book.foreign_keys], [tuple(r) for r in rows]


@with_tables
def core(engine):
    author = Author.__table__
    with engine.begin() as connection:
        key = connection.execute(author.insert().values(name='one')).inserted_primary_key
        upsert = postgresql.insert(author).values(name='one', born=datetime.date(2000, 1, 1))
        upsert = upsert.on_conflict_do_update(index_elements=['name'], set_={'born': upsert.excluded.born}).returning(author.c.born)
        born = connection.execute(upsert).scalar()
        recursive = sa.select(sa.literal(1).label('n')).cte('r', recursive=True)
        recursive = recursive.union_all(sa.select(recursive.c.n + 1).where(recursive.c.n < 4))
        numbers = [r[0] for r in connection.execute(sa.select(recursive.c.n))]
        nested = connection.begin_nested()
        connection.execute(author.insert().values(name='two'))
        nested.rollback()
        streamed = connection.execution_options(stream_results=True).execute(sa.text('select g from generate_series(1, 50) g'))
        return len(key), born, numbers, sum(r[0] for r in streamed), connection.execute(sa.select(sa.func.count()).select_from(author)).scalar()


STEPS = [('SQLAlchemy: ' + step, globals()[step]) for step in ('objects', 'faults', 'reflection', 'reflected_tables', 'core')]
