import type { IConstruct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { OperatorPlaces } from '../security/operator-places';
import type { OperatorId } from './operators/operator';
import type { PlacedOperator } from './platform-view';
import { REACHED_OPERATOR_RULES } from './rules';

/** A network policy that lets the operator of a namespace in. */
interface Opened {
  readonly operator: OperatorId;
  readonly namespace: string;
  /** Prop that names the namespace. */
  readonly prop: string;
  readonly construct: IConstruct;
  /** Key of its cluster. */
  readonly cluster: string;
}

const OPENED = Symbol.for('cdktf-agent-fleet.OpenedOperators');

/** Collects to which namespaces an app opens the network for operators, so that a platform of the app can say whether they run there. */
export class OpenedOperators {
  static of(scope: IConstruct): OpenedOperators {
    const root = scope.node.root as IConstruct & { [OPENED]?: OpenedOperators };
    root[OPENED] ??= new OpenedOperators();
    return root[OPENED];
  }

  private readonly opened: Opened[] = [];

  add(opened: Opened): void {
    this.opened.push(opened);
    const { operator, namespace, prop, construct, cluster } = opened;
    OperatorPlaces.of(construct).add({ operator, namespace, cluster, saidBy: `${prop} of ${construct.node.path}` });
  }

  /** AF-PLT-012: an operator that runs in another namespace than the network is opened to. */
  findings(cluster: string, installed: readonly PlacedOperator[]): Finding[] {
    return this.opened
      .filter((one) => one.cluster === cluster)
      .flatMap(({ operator, namespace, prop, construct }) =>
        installed
          .filter(({ id }) => id === operator)
          .flatMap((placed) => evaluateRules(REACHED_OPERATOR_RULES, { placed, namespace, prop }))
          .map((finding) => place(construct.node.path, finding)),
      );
  }
}
