import { z } from 'zod';
import { labelKey } from '../core/kubernetes/label-key';
import { labelValue } from '../core/kubernetes/label-value';

/** A taint of nodes: it keeps pods away that do not tolerate it. */
export interface NodeTaint {
  /** Key, e.g. `sku`. */
  readonly key: string;
  /**
   * Value, e.g. `gpu`.
   * @default - none; pods then tolerate every value of the key
   */
  readonly value?: string;
  /** What happens to pods that do not tolerate it. */
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** Kubernetes keeps one taint for a key and an effect. */
const distinctTaints = (taints: readonly Pick<NodeTaint, 'key' | 'effect'>[]): boolean =>
  new Set(taints.map(({ key, effect }) => `${key} ${effect}`)).size === taints.length;

export const nodeTaintsSchema = z
  .array(
    z.strictObject({
      key: labelKey,
      value: labelValue.optional(),
      effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
    }),
  )
  .refine(distinctTaints, { error: 'expected each key once for an effect: a node has one taint of them' });

/** What only prefers other pods keeps none away. */
export const keepsAway = ({ effect }: Pick<NodeTaint, 'effect'>): boolean => effect !== 'PreferNoSchedule';

/** `dedicated=agents:NoSchedule`, as kubectl writes it. */
export const taintInWords = ({ key, value, effect }: NodeTaint): string => `${key}${value === undefined ? '' : `=${value}`}:${effect}`;
