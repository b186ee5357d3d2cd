import { Construct } from 'constructs';
import { type Finding, place } from '../../core/finding';
import { checkMethods } from '../../core/method-arguments';
import { parseProps } from '../../core/schema';
import type { SecretRef } from '../../core/secret-ref';
import type { ExistingPoolPlan } from '../../plan/sections/existing-pool';
import type { Cluster } from '../../platform/cluster';
import { allowToNamespace, allowToPods } from '../../security/network-edges';
import type { Workload } from '../../security/workload';
import { constructId } from '../../terraform/construct-id';
import { stackOf } from '../../terraform/stack-of';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';
import { brandPool, type IInferencePool } from '../contract';
import { DEMAND_SOURCE, type DemandSource, poolDemand } from '../pool-demand';
import type { PoolView } from '../pool-view';
import { toExistingPoolPlan } from './existing-pool-plan';
import { type ExistingPoolProps, type ExistingPoolSpec, existingPoolSchema } from './existing-pool-props';
import { existingPoolView } from './existing-pool-view';

const FACTORY = 'InferencePool.fromExisting';

/** A pool that somebody else runs: nothing of it is made. Routers lead to its address, and what fleets ask is held against what it is said to hold. */
export class ExistingPool extends Construct implements IInferencePool {
  readonly cluster: Cluster;
  readonly name: string;
  readonly url: string;
  readonly key: SecretRef | undefined;
  private readonly spec: ExistingPoolSpec;
  private readonly demandSources: DemandSource[] = [];

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: ExistingPoolProps) {
    super(scope, constructId(scope, id, FACTORY));
    brandPool(this);
    this.spec = parseProps(existingPoolSchema, props, { path: this.node.path, className: FACTORY });
    stackOf(scope, id, FACTORY);
    this.cluster = this.spec.cluster;
    this.name = id;
    this.url = this.spec.url;
    this.key = this.spec.key;
    SynthesisRegistry.of(this).register(this, {
      findings: () => this.findings(),
      cluster: this.cluster,
      plan: () => ({ existingPools: [this.plan()] }),
    });
  }

  addDemand(source: DemandSource): void {
    this.demandSources.push(source);
    SynthesisRegistry.of(this).changed();
  }

  /** Opens the way of a client to its pods; what their namespace lets in is the affair of whoever runs them. */
  admit(client: Workload): void {
    const { namespace, podLabels, podPort = portOf(this.url) } = this.spec;
    if (podLabels === undefined) allowToNamespace(client, namespace, podPort);
    else allowToPods(client, { namespace, labels: podLabels }, podPort);
  }

  view(): PoolView {
    return SynthesisRegistry.of(this).once(this, () =>
      existingPoolView(this.spec, {
        name: this.name,
        path: this.node.path,
        namespace: this.spec.namespace,
        nodes: this.cluster.nodes,
        environment: this.cluster.environment,
        image: (reference) => reference,
        demand: () => poolDemand(this.demandSources),
      }),
    );
  }

  /** The pool as `fleet.plan.json` holds it. */
  plan(): ExistingPoolPlan {
    return toExistingPoolPlan(this.view(), this.spec);
  }

  private findings(): Finding[] {
    return this.view().verdict.findings.map((finding) => place(this.node.path, finding));
  }
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

checkMethods(ExistingPool, {
  addDemand: [DEMAND_SOURCE],
});
