import type { Construct } from 'constructs';
import { DataKubernetesNamespaceV1 } from '../terraform/kubernetes';

/** Reads a namespace that somebody else makes. The provider reads a missing one without an error and leaves its uid empty, so the plan asks for that. */
export function existingNamespace(scope: Construct, name: string): DataKubernetesNamespaceV1 {
  return new DataKubernetesNamespaceV1(scope, 'Resource', {
    metadata: { name },
    lifecycle: {
      postcondition: [
        {
          condition: '${can(regex("^.", self.metadata[0].uid))}',
          errorMessage: `The namespace ${name} does not exist. Make it first, or pass its name as text to have it made.`,
        },
      ],
    },
  });
}
