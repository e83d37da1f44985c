// The same steps on two servers: what a program sees must be the same.
import { compare } from './compare.mjs';
import { nodePostgres } from './node-postgres.mjs';
import { postgresJs } from './postgres-js.mjs';

const differences = await compare({ ...nodePostgres, ...postgresJs });
process.exit(differences === 0 ? 0 : 1);
