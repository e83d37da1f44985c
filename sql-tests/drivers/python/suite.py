"""The same steps on two servers: what a program sees must be the same."""

import sys

import steps_asyncpg
import steps_psycopg
import steps_psycopg2
import steps_sqlalchemy
from compare import compare

ALL = steps_psycopg2.STEPS + steps_psycopg.STEPS + steps_asyncpg.STEPS + steps_sqlalchemy.STEPS

sys.exit(0 if compare(ALL) == 0 else 1)
