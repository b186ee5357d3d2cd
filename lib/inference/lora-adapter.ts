/** LoRA adapters of a pool: fine-tunes of its model that one replica serves beside it, each under a name of its own. */
import { z } from 'zod';
import type { AdapterSlots } from '../capacity/replica-spec';
import { notion } from '../core/notion';
import { routeAlias } from '../core/route-alias';
import { wholeNumber } from '../core/schema';

/** A LoRA adapter that the engine loads when it starts. */
export interface LoraAdapter {
  /** Model name under which clients ask the pool for it: letters, digits, dots, dashes and underscores. */
  readonly name: string;
  /** Hugging Face repository, downloaded with the weights of the model, or an absolute path in the pod, e.g. below `/models` on an existing claim. */
  readonly source: string;
  /** Its rank: `r` of its adapter_config.json. Every adapter of a pool gets room for the largest rank, rounded up to a power of two, at least 8. */
  readonly rank: number;
}

/** Anything else would be looked for on the hub, which the engine may not ask. */
const SOURCE = /^(?:[A-Za-z0-9][\w.-]*\/[\w.-]+|(?:\/[\w.-]+)+\/?)$/;
const MOST_SOURCE = 512;

const adapterSource = notion(
  'adapter source',
  "a repository ('acme/support-lora') or an absolute path in the pod ('/models/support')",
  (text) => text.length <= MOST_SOURCE && SOURCE.test(text),
);

const LEAST_SLOT_RANK = 8;
const MOST_ADAPTERS = 1_000;

export const adaptersSchema = z
  .array(z.strictObject({ name: routeAlias, source: adapterSource, rank: wholeNumber(1, 512) }))
  .min(1)
  .max(MOST_ADAPTERS)
  .superRefine((adapters, context) => {
    adapters.forEach(({ name }, index) => {
      if (adapters.findIndex((other) => other.name === name) < index)
        context.addIssue({
          code: 'custom',
          message: 'expected a name that no other adapter of the pool has',
          path: [index, 'name'],
          input: name,
        });
    });
  });

/** Room that the engine keeps for them: all of them are loaded at once, each in a slot of the largest rank. */
export function adapterSlots(adapters: readonly LoraAdapter[] | undefined): AdapterSlots | undefined {
  if (adapters === undefined) return undefined;
  const rank = Math.max(...adapters.map((adapter) => adapter.rank));
  return { rank: Math.max(LEAST_SLOT_RANK, 2 ** Math.ceil(Math.log2(rank))), count: adapters.length };
}
