import { notion } from '../core/notion';

/** An SQL name that needs no quotes. */
const isSqlName = (text: string) => /^[a-z_][a-z0-9_]{0,62}$/.test(text);
/** Names that Postgres or its operator keep for themselves. */
const KEPT = ['postgres', 'template0', 'template1', 'streaming_replica'];

/** Schema of the name of a database, which its owner has too. */
export const databaseName = notion(
  'database name',
  `lower-case letters, digits and underscores, at most 63, and none of ${KEPT.join(', ')}`,
  (text) => isSqlName(text) && !KEPT.includes(text) && !text.startsWith('pg_'),
);
