import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import { SecretRef } from '../core/secret-ref';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { FleetNamespace } from './fleet-namespace';
import { drawnKeys } from './generated-secrets';
import { GENERATED_SECRET_RULES } from './rules';
import type { Workload } from './workload';

/** AF-SPEC-013: generated secrets that a workload reads and that nothing generates in its namespace; its pods would wait forever. */
export function unmadeSecrets({ owner, namespace }: Workload, refs: Readonly<Record<string, unknown>>, prop: string): UnplacedFinding[] {
  return Object.entries(refs).flatMap(([name, ref]) => {
    if (!SecretRef.isSecretRef(ref) || ref.origin !== 'generated') return [];
    return evaluateRules(GENERATED_SECRET_RULES, {
      prop: prop === '' ? name : `${prop}.${name}`,
      ref,
      reader: { path: owner.node.path, namespace: namespace.name },
      isDrawn: isDrawn(namespace, ref),
    });
  });
}

/** Whichever stack makes it: stacks may share a namespace that exists. */
function isDrawn(namespace: FleetNamespace, ref: SecretRef): boolean {
  return SynthesisRegistry.of(namespace)
    .registered(FleetNamespace.isFleetNamespace)
    .filter((other) => other.name === namespace.name && other.cluster.key === namespace.cluster.key)
    .some((other) => drawnKeys(other, ref.name).includes(ref.key));
}
