/** Pods read Secrets of their own namespace only. A Secret that we or an operator make exists in one, so its readers must be there. */
import type { SpecCode } from '../core/codes';
import type { UnplacedFinding } from '../core/finding';
import type { FleetNamespace } from './fleet-namespace';
import type { Workload } from './workload';

export class SecretReaders {
  private readonly readers = new Set<Workload>();

  constructor(
    private readonly owner: string,
    private readonly namespace: FleetNamespace,
  ) {}

  add(reader: Workload): void {
    this.readers.add(reader);
  }

  findings(secretName: string): UnplacedFinding[] {
    return [...this.readers]
      .filter((reader) => reader.namespace.name !== this.namespace.name)
      .map((reader) => ({
        code: 'AF-SPEC-010' satisfies SpecCode,
        severity: 'error' as const,
        prop: 'namespace',
        value: reader.namespace.name,
        allowed: this.namespace.name,
        message: `${reader.owner.node.path} runs in namespace ${reader.namespace.name} and cannot read the secret ${secretName} of ${this.owner}, which exists in ${this.namespace.name} only`,
        repairs: [`namespace: '${this.namespace.name}' for both`, `a secret of yours in both namespaces: SecretRef.existing('…', '…')`],
      }));
  }
}
