import { z } from 'zod';
import { type SecretRef, secretRefSchema } from '../core/secret-ref';
import { databaseName } from './database-name';

/** Props of `StateStore.addDatabase`. */
export interface StateDatabaseProps {
  /**
   * Password of its user, who has the name of the database: key `password` of a Secret in the namespace of the store, which has the name of the user as
   * `username` too. With the label `cnpg.io/reload: "true"` the operator sets another password when the Secret changes.
   * @default - drawn once in the cluster by External Secrets, and never part of the state
   */
  readonly password?: SecretRef;
  /**
   * Create the pgvector extension in it.
   * @default false
   */
  readonly vector?: boolean;
}

/** Key of a Secret in which the operator looks for a password (CloudNativePG 1.30, internal/management/utils/secrets.go). */
export const PASSWORD_KEY = 'password';

export const stateDatabaseSchema = z.strictObject({
  name: databaseName,
  password: secretRefSchema
    .refine(({ key }) => key === PASSWORD_KEY, { error: `expected the key '${PASSWORD_KEY}', the only one in which the operator looks` })
    .optional(),
  vector: z.boolean().default(false),
});

export interface StateDatabaseSpec extends z.output<typeof stateDatabaseSchema> {}
