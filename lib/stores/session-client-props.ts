import { z } from 'zod';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { notion } from '../core/notion';
import { type SecretRef, secretRefSchema } from '../core/secret-ref';

/** What one client of a session store signs in with, and what it may do there. */
export interface SessionClientProps {
  /**
   * Its password, as a Secret in the namespace of the client and of the store.
   * @default - drawn once inside the cluster: SecretRef.generated('<store>-client-<client>')
   */
  readonly password?: SecretRef;
  /**
   * Patterns of the keys that it may use, e.g. `session:*`. Keys of the queues that it is wired to are added.
   * @default - every key of the agents
   */
  readonly keys?: readonly string[];
}

/** Part of a line of the server's configuration, which a shell writes. */
export function isKeyPattern(text: string): boolean {
  return /^[A-Za-z0-9:._{}[\]^?*-]{1,256}$/.test(text);
}

const keyPattern = notion(
  'pattern of Redis keys',
  'a pattern of keys, e.g. session:*, of letters, digits and : . _ - { } [ ] ^ ? *, at most 256',
  isKeyPattern,
);

export const sessionClientSchema = z.strictObject({
  password: secretRefSchema.optional(),
  keys: z.array(keyPattern).min(1).max(100).readonly().optional(),
});

/** Clients by the name of their workload. */
export const sessionClientsSchema = z.record(dnsLabel, sessionClientSchema).default({});

export interface SessionClientSpec extends z.output<typeof sessionClientSchema> {}
