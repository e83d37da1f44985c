// Runs each step on Millrace and on PostgreSQL and compares what it returns, or the error it ends with.

const TIMEOUT_MILLIS = 30_000;

function plain(value) {
  if (typeof value === 'bigint') return `${value}n`;
  if (Buffer.isBuffer(value)) return `bytes ${value.toString('hex')}`;
  if (value instanceof Date) return `date ${value.toISOString()}`;
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  return value === undefined ? 'undefined' : value;
}

export function fault(error) {
  const { code, message, position, detail, hint, table, column, constraint, schema, severity } = error;
  return { code, message, position, detail, hint, table, column, constraint, schema, severity };
}

async function outcome(step, url) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('the step did not end')), TIMEOUT_MILLIS);
  });
  try {
    return JSON.stringify(plain(await Promise.race([step(url), late])), null, 1);
  } catch (error) {
    return JSON.stringify({ failed: plain(fault(error)) }, null, 1);
  } finally {
    clearTimeout(timer);
  }
}

export async function compare(steps) {
  let differences = 0;
  for (const [name, step] of Object.entries(steps)) {
    const expected = await outcome(step, process.env.POSTGRES_URL);
    const actual = await outcome(step, process.env.MILLRACE_URL);
    if (actual === expected) {
      console.log(`ok    ${name}${expected.includes('"failed"') ? ' (both fail)' : ''}`);
    } else {
      differences++;
      console.log(`DIFF  ${name}`);
      const left = expected.split('\n');
      const right = actual.split('\n');
      for (let i = 0; i < Math.max(left.length, right.length); i++) {
        if (left[i] !== right[i]) console.log(`      postgres ${left[i]}\n      millrace ${right[i]}`);
      }
    }
  }
  console.log(`${Object.keys(steps).length - differences} of ${Object.keys(steps).length} steps agree`);
  return differences;
}
