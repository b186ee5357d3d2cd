/** Variables by which clients of a Qdrant find it and authenticate. */
import type { SecretRef } from '../core/secret-ref';

/** A Qdrant as its clients see it. */
interface QdrantServer {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly password: SecretRef | undefined;
  readonly dimensions: number | undefined;
}

/** The same variables for every Qdrant, made or existing. */
export const qdrantEnv = ({ host, port, tls, password, dimensions }: QdrantServer): Readonly<Record<string, string | SecretRef>> => ({
  QDRANT_URL: `${tls ? 'https' : 'http'}://${host}:${port}`,
  QDRANT_HOST: host,
  QDRANT_PORT: String(port),
  ...(password === undefined ? {} : { QDRANT_API_KEY: password }),
  ...(dimensions === undefined ? {} : { QDRANT_DIMENSIONS: String(dimensions) }),
});
