/** How LiteLLM finds its database: it puts the address together by itself, and escapes user and password. */
import type { SecretRef } from '../../../core/secret-ref';
import type { Workload } from '../../../security/workload';
import type { IStateStore } from '../../../stores/contract';

/** What libpq calls the certificates of the image, which Prisma takes by itself. */
const SYSTEM = 'system';

/** @param client whose pods read them */
export function databaseEnv(database: IStateStore, client: Workload): Record<string, string | SecretRef> {
  const { PGSSLMODE, PGSSLROOTCERT } = database.clientEnv(client);
  return {
    DATABASE_HOST: `${database.host}:${database.port}`,
    DATABASE_USERNAME: database.user,
    DATABASE_PASSWORD: database.password,
    DATABASE_NAME: database.database,
    ...(PGSSLMODE === undefined ? {} : { DATABASE_SSLMODE: PGSSLMODE }),
    ...(PGSSLROOTCERT === undefined || PGSSLROOTCERT === SYSTEM ? {} : { DATABASE_SSLROOTCERT: PGSSLROOTCERT }),
  };
}
