import { z } from 'zod';
import { namespaceName } from '../../core/kubernetes/namespace-name';

const DATAPLANE = 'istio-ambient';

/** A service mesh that encrypts what pods send each other, and knows who sends it. */
export interface MeshProps {
  /** What does it: Istio in its ambient mode (1.27 or newer), with its CNI plugin and a ztunnel on every node. It must be there already. */
  readonly dataplane: 'istio-ambient';
  /**
   * Namespaces of others whose pods are in the mesh, e.g. `['monitoring', 'keda']`: they are admitted by their identity alone. Pods of others that are not named here, and that may call (Prometheus, KEDA,
   * `callers`), may do so in plain text, too, on the one port that is open to them. Names that `FleetPlatform` gives its operators are labelled and opened by it.
   * @default - none
   */
  readonly namespaces?: readonly string[];
}

/** Schema of the prop: the mesh alone, or with the namespaces of others. */
export const meshSchema = z.union(
  [
    z.literal(DATAPLANE),
    z.strictObject({
      dataplane: z.literal(DATAPLANE, { error: `expected '${DATAPLANE}'` }),
      namespaces: z
        .array(namespaceName)
        .refine((names) => new Set(names).size === names.length, { error: 'expected each namespace once' })
        .optional(),
    }),
  ],
  { error: `expected '${DATAPLANE}', or { dataplane: '${DATAPLANE}', namespaces }` },
);

/** The mesh of a cluster as namespaces see it. */
export interface MeshTerms {
  /** Namespaces of others that are in it. */
  readonly others: ReadonlySet<string>;
}

export function meshTerms(given: z.output<typeof meshSchema> | undefined): MeshTerms | undefined {
  if (given === undefined) return undefined;
  return { others: new Set(given === DATAPLANE ? [] : given.namespaces) };
}
