import { Construct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import { literalSecretArgs, literalSecrets } from '../core/secrets/literal-secret';
import type { Cluster } from '../platform/cluster';
import { settleWorkload } from '../platform/settle-workload';
import { unmadeSecrets } from '../security/made-secrets';
import { allowFromNamespace, allowInternet } from '../security/network-edges';
import { STARTED_RULES } from '../security/rules';
import type { Workload } from '../security/workload';
import { workloadNameFindings } from '../security/workload-name';
import { constructId } from '../terraform/construct-id';
import type { TerraformStack } from '../terraform/engine';
import { stackOf } from '../terraform/stack-of';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { type AgentRuntimeProps, type AgentRuntimeSpec, agentRuntimeSchema } from './agent-runtime-props';
import { servicePartsFindings } from './parts-findings';
import { renderRuntime } from './runtime-resources';
import { wired, wiredEnv } from './wiring';
import { wiringFindings } from './wiring-findings';

/** Variable in which the agents find their roles, as JSON. */
export const ROLES_VARIABLE = 'AGENT_FLEET_ROLES';

/**
 * The agents' own pods. They hold no model: every call goes through the router, every state into a store.
 *
 * @example
 * new AgentRuntime(stack, 'batch', { cluster, framework: 'custom', image: 'registry.example.com/batch:2.0.0', services: [fleet.router] });
 */
export class AgentRuntime extends Construct {
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  readonly name: string;
  readonly workload: Workload;
  readonly spec: AgentRuntimeSpec;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: AgentRuntimeProps) {
    super(scope, constructId(scope, id, 'AgentRuntime'));
    this.spec = parseProps(agentRuntimeSchema, props, { path: this.node.path, className: 'AgentRuntime' });
    this.stack = stackOf(scope, id, 'AgentRuntime');
    this.cluster = this.spec.cluster;
    this.name = this.spec.name ?? id;
    this.workload = settleWorkload(this, {
      stack: this.stack,
      cluster: this.cluster,
      component: 'agent-runtime',
      name: this.spec.name,
      namespace: this.spec.namespace,
    });
    const { name, workload, spec } = this;
    renderRuntime({ scope: this, name, partOf: this.stack.node.id, workload, spec, providedEnv: this.providedEnv() });
    this.openNetwork();
    SynthesisRegistry.of(this).register(this, { findings: () => this.findings() });
  }

  /** Variables that services and the fleet set. */
  providedEnv(): Record<string, string | SecretRef> {
    const roles = this.spec.roles === undefined ? {} : { [ROLES_VARIABLE]: JSON.stringify(this.spec.roles) };
    return { ...wiredEnv(this.spec.services ?? [], this.workload), ...roles };
  }

  private openNetwork(): void {
    for (const service of this.spec.services ?? []) service.admit(this.workload);
    for (const namespace of this.spec.callers ?? []) allowFromNamespace(this.workload, namespace, this.spec.port ?? 0);
    if (this.spec.internet === true) allowInternet(this.workload);
  }

  private findings(): Finding[] {
    const { env = {}, args = [] } = this.spec;
    const secrets = [...literalSecrets(env, this.node.path, 'env'), ...literalSecretArgs(args, this.node.path, 'args')];
    const remoteCode = evaluateRules(STARTED_RULES, { args, env, argsProp: 'args' }).map((finding) => place(this.node.path, finding));
    const unmade = unmadeSecrets(this.workload, env, 'env').map((finding) => place(this.node.path, finding));
    return [...secrets, ...unmade, ...remoteCode, ...this.overriddenVariables(env), ...this.nameFindings(), ...this.wiringFindings()];
  }

  /** The runtime of a fleet is wired by the fleet, which says so of its own props. */
  private wiringFindings(): Finding[] {
    const { scope } = this.node;
    if (scope !== undefined && 'runtime' in scope && scope.runtime === this) return [];
    const services = wired(this.spec.services);
    const others: Record<string, string> = this.spec.roles === undefined ? {} : { [ROLES_VARIABLE]: 'roles' };
    const found = wiringFindings({ services, client: this.workload, others, environment: this.cluster.environment });
    const parts = servicePartsFindings('runtime', this, services);
    return [...found.map((finding) => place(this.node.path, finding)), ...parts];
  }

  private overriddenVariables(env: Readonly<Record<string, unknown>>): Finding[] {
    const provided = this.providedEnv();
    return Object.keys(env)
      .filter((name) => Object.hasOwn(provided, name))
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
    const rule = { becomes: 'a Deployment', example: "new AgentRuntime(stack, 'agents', …)", isGiven: this.spec.name !== undefined };
    return workloadNameFindings(this.name, rule).map((finding) => place(this.node.path, finding));
  }
}
