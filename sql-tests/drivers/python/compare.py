"""Runs each step on Millrace and on PostgreSQL and compares what it returns, or the error it ends with."""

import difflib
import os
import pprint
import signal

STEP_SECONDS_MAX = 60


def fault(error):
    """What a program can learn of an error."""
    code = getattr(error, 'sqlstate', None) or getattr(error, 'pgcode', None)
    if code is None and getattr(error, 'orig', None) is not None:
        return fault(error.orig)
    diagnosis = getattr(error, 'diag', None)
    message = getattr(diagnosis, 'message_primary', None) or str(error).split('\n')[0]
    return ('failed', type(error).__name__, code, message)


def caught(action, *arguments):
    try:
        return action(*arguments)
    except Exception as error:  # every fault is part of the comparison
        return fault(error)


def late(number, frame):
    raise TimeoutError('the step did not end')


def outcome(step, url):
    signal.signal(signal.SIGALRM, late)
    signal.alarm(STEP_SECONDS_MAX)
    try:
        return formatted(step, url)
    finally:
        signal.alarm(0)


def formatted(step, url):
    return pprint.pformat(caught(step, url), width=120, sort_dicts=False)


def compare(steps):
    differences = 0
    for name, step in steps:
        expected = outcome(step, os.environ['POSTGRES_URL'])
        actual = outcome(step, os.environ['MILLRACE_URL'])
        if expected == actual:
            print(f'ok    {name}' + (' (both fail)' if expected.startswith("('failed'") else ''), flush=True)
            continue
        differences += 1
        print(f'DIFF  {name}')
        for line in difflib.unified_diff(expected.split('\n'), actual.split('\n'), 'postgres', 'millrace', lineterm='', n=0):
            print('      ' + line, flush=True)
    print(f'{len(steps) - differences} of {len(steps)} steps agree')
    return differences
