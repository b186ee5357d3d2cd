import { z } from 'zod';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { branded, wholeNumber } from '../core/schema';
import { existingSecretSchema, type SecretRef } from '../core/secret-ref';
import { MessageSchema } from './message-schema';

/** What agents of a fleet send each other. The library hands the rules over; your agents keep to them. */
export interface FleetMessagesProps {
  /** JSON Schema of each type of message, by its name. */
  readonly schemas: Readonly<Record<string, MessageSchema>>;
  /** Key with which agents sign messages and check signatures: `SecretRef.existing(…)`, in the namespace of the agents. */
  readonly signingKey: SecretRef;
  /**
   * Longest message, bytes.
   * @default 16_384
   */
  readonly maxBytes?: number;
  /**
   * `references`: what is longer lies in a store of the fleet, and the message carries its key. `inline`: it is refused.
   * @default 'references'
   */
  readonly payloads?: 'references' | 'inline';
}

/** A ConfigMap holds 1 MiB with its names. */
const MOST_CHARACTERS = 900_000;
/** Longest frame that brokers and stores take by default. */
const MOST_BYTES = 1_048_576;

export const fleetMessagesSchema = z.strictObject({
  schemas: z
    .record(dnsLabel, branded<MessageSchema>(MessageSchema.isMessageSchema, "a MessageSchema, e.g. MessageSchema.of({ type: 'object' })"))
    .refine((schemas) => Object.keys(schemas).length > 0, { error: 'expected at least one type of message' })
    .refine((schemas) => Object.values(schemas).reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) <= MOST_CHARACTERS, {
      error: 'expected at most 900,000 bytes together: a ConfigMap holds them',
    }),
  signingKey: existingSecretSchema,
  maxBytes: wholeNumber(256, MOST_BYTES).default(16_384),
  payloads: z.enum(['references', 'inline']).default('references'),
});

/** `FleetMessagesProps` after their checks, with defaults filled in. */
export interface FleetMessagesSpec extends z.output<typeof fleetMessagesSchema> {}
