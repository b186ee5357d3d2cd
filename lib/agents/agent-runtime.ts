/** The agents' own pods. They hold no model: every call goes through the router, every state into a store. */
import { Construct } from 'constructs';
import type { Finding } from '../core/finding';
import { literalSecrets } from '../core/literal-secret';
import { isLabel } from '../core/names';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import { FleetNamespace } from '../security/fleet-namespace';
import { selectorLabels } from '../security/labels';
import { allowFromNamespace, allowInternet } from '../security/network-edges';
import type { Workload } from '../security/workload';
import type { TerraformStack } from '../terraform/engine';
import { Ledger } from '../terraform/ledger';
import { stackOf } from '../terraform/stack-of';
import { type AgentRuntimeProps, type AgentRuntimeSpec, agentRuntimeSchema } from './agent-runtime-props';
import { renderRuntime } from './runtime-resources';

export class AgentRuntime extends Construct {
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  readonly name: string;
  readonly workload: Workload;
  readonly spec: AgentRuntimeSpec;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: AgentRuntimeProps) {
    super(scope, id);
    this.spec = parseProps(agentRuntimeSchema, props, { path: this.node.path, className: 'AgentRuntime' });
    this.stack = stackOf(scope, id, 'AgentRuntime');
    this.cluster = this.spec.cluster;
    this.cluster.provide(this.stack);
    this.name = id;
    this.workload = this.describeWorkload();
    renderRuntime(this);
    this.openNetwork();
    const ledger = Ledger.of(this);
    ledger.claim(`workload in namespace ${this.workload.namespace.name}`, this.name, this);
    ledger.enrol(this, { findings: () => this.findings() });
  }

  /** Variables that services and the fleet set. */
  providedEnv(): Record<string, string | SecretRef> {
    const services = (this.spec.services ?? []).map((service) => service.clientEnv());
    const roles = this.spec.roles === undefined ? {} : { AGENT_FLEET_ROLES: JSON.stringify(this.spec.roles) };
    return Object.assign({}, ...services, roles) as Record<string, string | SecretRef>;
  }

  private openNetwork(): void {
    for (const service of this.spec.services ?? []) service.admit(this.workload);
    for (const namespace of this.spec.callers ?? []) allowFromNamespace(this.workload, namespace, this.spec.port ?? 0);
    if (this.spec.internet === true) allowInternet(this.workload);
  }

  private describeWorkload(): Workload {
    const namespace = FleetNamespace.of(this.stack, {
      name: this.spec.namespace ?? FleetNamespace.defaultName(this.stack),
      dns: this.cluster.dns,
    });
    return { owner: this, name: this.name, namespace, selector: selectorLabels(this.name, 'agent-runtime') };
  }

  private findings(): Finding[] {
    const env = this.spec.env ?? {};
    return [...literalSecrets(env, this.node.path, 'env'), ...this.overriddenVariables(env), ...this.nameFindings()];
  }

  private overriddenVariables(env: Readonly<Record<string, unknown>>): Finding[] {
    const provided = this.providedEnv();
    return Object.keys(env)
      .filter((name) => name in provided)
      .map((name) => ({
        code: 'AF-SPEC-003',
        severity: 'error' as const,
        path: this.node.path,
        prop: `env.${name}`,
        value: name,
        allowed: `anything but ${Object.keys(provided).join(', ')}`,
        message: `${name} is set by the fleet's own wiring; a second value would point the agents elsewhere than the network policy allows`,
        repairs: [`remove env.${name}`],
      }));
  }

  private nameFindings(): Finding[] {
    if (isLabel(this.name)) return [];
    return [
      {
        code: 'AF-SPEC-006',
        severity: 'error',
        path: this.node.path,
        prop: 'id',
        value: this.name,
        allowed: 'lower-case letters, digits and dashes, beginning with a letter, at most 63',
        message: `the id "${this.name}" becomes a Deployment, and Kubernetes does not accept that name`,
        repairs: ["new AgentRuntime(stack, 'agents', …)"],
      },
    ];
  }
}
