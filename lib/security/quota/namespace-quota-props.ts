import { z } from 'zod';
import { cpuQuantity, memoryQuantity } from '../../core/kubernetes/quantity';

/** What a namespace may use beside what is planned, and what a container gets that names nothing. */
export interface NamespaceQuotaProps {
  /**
   * Room beside what is planned, e.g. for a pod that somebody starts by hand, or for pods of an operator of yours. GPUs are never in it.
   * @default - none
   */
  readonly extra?: NamespaceExtra;
  /**
   * CPU and memory of a container that names none, e.g. of one that a service mesh adds.
   * @default - 100m and 128Mi, with a limit of 256Mi
   */
  readonly strays?: StrayResources;
}

/** Room in a namespace beside what is planned. */
export interface NamespaceExtra {
  /** Pods at once. @default 0 */
  readonly pods?: number;
  /** CPUs that they request together, e.g. `'2'`. @default - none */
  readonly cpu?: string;
  /** Memory that they request, and have as their limit, together, e.g. `'4Gi'`. @default - none */
  readonly memory?: string;
}

/** CPU and memory of a container that names none. */
export interface StrayResources {
  /** Request, e.g. `'100m'`. @default '100m' */
  readonly cpu?: string;
  /** Request, e.g. `'128Mi'`; the limit is twice as much. @default '128Mi' */
  readonly memory?: string;
}

const MOST_PODS = 10_000;

const quotaShape = z.strictObject({
  extra: z
    .strictObject({ pods: z.int().min(0).max(MOST_PODS).optional(), cpu: cpuQuantity.optional(), memory: memoryQuantity.optional() })
    .optional(),
  strays: z.strictObject({ cpu: cpuQuantity.optional(), memory: memoryQuantity.optional() }).optional(),
});

/** Schema of the prop: `'planned'`, or what is beside the plan. */
export const namespaceQuotaSchema = z.union([z.literal('planned'), quotaShape], {
  error: "expected 'planned', or { extra, strays }",
});

export interface QuotaTerms {
  readonly extra: NamespaceExtra;
  /** What pods ask for beside the resources of vendors where devices are handed out by class (DRA); bounded whether a pool of the namespace does or not. */
  readonly deviceResources: readonly string[];
  readonly strays: Required<StrayResources>;
}

const STRAYS: Required<StrayResources> = { cpu: '100m', memory: '128Mi' };

export function quotaTerms(
  given: z.output<typeof namespaceQuotaSchema> | undefined,
  deviceResources: readonly string[],
): QuotaTerms | undefined {
  if (given === undefined) return undefined;
  const { extra = {}, strays = {} } = given === 'planned' ? {} : given;
  const { cpu = STRAYS.cpu, memory = STRAYS.memory } = strays;
  return { extra: extra as NamespaceExtra, deviceResources, strays: { cpu, memory } };
}
