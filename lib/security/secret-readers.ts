/** Pods read Secrets of their own namespace only. A Secret that we or an operator make exists in one, so its readers must be there. */
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { FleetNamespace } from './fleet-namespace';
import { READ_SECRET_RULES } from './rules';
import { actingFor, type Workload } from './workload';

export class SecretReaders {
  private readonly readers = new Set<Workload>();

  constructor(
    private readonly owner: string,
    private readonly namespace: FleetNamespace,
  ) {}

  add(reader: Workload): void {
    this.readers.add(actingFor(reader));
  }

  findings(secretName: string): UnplacedFinding[] {
    const { owner, namespace } = this;
    return [...this.readers].flatMap((reader) =>
      evaluateRules(READ_SECRET_RULES, {
        secret: secretName,
        owner,
        namespace: namespace.name,
        reader: { path: reader.owner.node.path, namespace: reader.namespace.name },
      }),
    );
  }
}
