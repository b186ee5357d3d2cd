import type { UnplacedFinding } from '../core/finding';
import { SecretRef } from '../core/secret-ref';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { FleetNamespace } from './fleet-namespace';
import { drawnKeys } from './generated-secrets';
import type { Workload } from './workload';

/** AF-SPEC-013: generated secrets that a workload reads and that nobody draws in its namespace; its pods would wait for ever. */
export function unmadeSecrets({ owner, namespace }: Workload, refs: Readonly<Record<string, unknown>>, prop: string): UnplacedFinding[] {
  return Object.entries(refs).flatMap(([name, ref]) => {
    if (!SecretRef.isSecretRef(ref) || ref.origin !== 'generated' || isDrawn(namespace, ref)) return [];
    return [
      {
        code: 'AF-SPEC-013',
        severity: 'error',
        prop: prop === '' ? name : `${prop}.${name}`,
        value: ref.name,
        allowed: 'a Secret that exists, or one that a store or router draws in the same namespace',
        message: `${owner.node.path} reads key ${ref.key} of the secret ${ref.name} in namespace ${namespace.name}, and nothing draws it there`,
        repairs: [
          `SecretRef.existing('${ref.name}', '${ref.key}')`,
          'the password of a SessionStore or the key of a router in this namespace',
        ],
      },
    ];
  });
}

/** Whichever stack makes it: stacks may share a namespace that exists. */
function isDrawn(namespace: FleetNamespace, ref: SecretRef): boolean {
  return SynthesisRegistry.of(namespace)
    .registered(FleetNamespace.isFleetNamespace)
    .filter((other) => other.name === namespace.name && other.cluster.key === namespace.cluster.key)
    .some((other) => drawnKeys(other, ref.name).includes(ref.key));
}
