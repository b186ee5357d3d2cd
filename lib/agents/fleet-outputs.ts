import { Construct } from 'constructs';
import { z } from 'zod';
import { takesProps } from '../core/prop-homes';
import { branded, parseProps } from '../core/schema';
import { SecretRef } from '../core/secret-ref';
import { dashboardUid } from '../observability/dashboard-config-map';
import { ObservabilityStack } from '../observability/observability-stack';
import { constructId } from '../terraform/construct-id';
import { terraformOutput } from '../terraform/engine';
import { stackOf } from '../terraform/stack-of';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { AgentFleet } from './agent-fleet';

/** What a pipeline is told. */
export interface FleetOutputsProps {
  /** Fleet whose addresses are written out. */
  readonly fleet: AgentFleet;
  /**
   * Watches the fleet; its dashboard is written out, too.
   * @default - none
   */
  readonly observability?: ObservabilityStack;
}

/** Schema of the props. */
export const fleetOutputsSchema = z.strictObject({
  fleet: branded<AgentFleet>(AgentFleet.isAgentFleet, "an AgentFleet, e.g. new AgentFleet(stack, 'research', …)"),
  observability: branded<ObservabilityStack>(
    ObservabilityStack.isObservabilityStack,
    "an ObservabilityStack, e.g. new ObservabilityStack(stack, 'observability', …)",
  ).optional(),
});
takesProps('FleetOutputs', fleetOutputsSchema);

/** Where a secret lies; never its value. */
export interface SecretPlace {
  readonly namespace: string;
  readonly secret: string;
  readonly key: string;
}

/** The addresses of a fleet as plain values: what another stack, or a program of yours, can use without asking Terraform. */
export interface FleetAddresses {
  readonly namespace: string;
  /** OpenAI-compatible address; undefined for a router that sets no `OPENAI_BASE_URL`. */
  readonly routerUrl: string | undefined;
  /** Where the key of the router lies; undefined where it asks for none. */
  readonly routerKey: SecretPlace | undefined;
  /** Model names to send, by role and what else is routed. */
  readonly models: Readonly<Record<string, string>>;
  /** Addresses of the pools by name, each with the model that it serves. */
  readonly pools: Readonly<Record<string, { readonly url: string; readonly servedName: string }>>;
  /** Uid of the dashboard in Grafana (`/d/<uid>`); undefined where none is written. */
  readonly dashboardUid: string | undefined;
}

/**
 * Addresses of a fleet as Terraform outputs `<fleet>_router_url`, `<fleet>_router_key`, `<fleet>_namespace`, `<fleet>_models`, `<fleet>_pools` and
 * `<fleet>_dashboard_uid` (dashes of the name become underscores), for `terraform output` in a pipeline. No secret is among them.
 *
 * @example
 * const { addresses } = new FleetOutputs(stack, 'outputs', { fleet, observability });
 */
export class FleetOutputs extends Construct {
  /** The same values in the program. */
  readonly addresses: FleetAddresses;

  /** @throws FleetSpecError when a prop is malformed. Two constructs that write out one fleet in one stack are reported at synthesis. */
  constructor(scope: Construct, id: string, props: FleetOutputsProps) {
    super(scope, constructId(scope, id, 'FleetOutputs'));
    const { fleet, observability } = parseProps(fleetOutputsSchema, props, { path: this.node.path, className: 'FleetOutputs' });
    const stack = stackOf(scope, id, 'FleetOutputs');
    this.addresses = addressesOf(fleet, observability);
    const prefix = fleet.name.replaceAll('-', '_');
    SynthesisRegistry.of(this).names.reserve(`outputs of stack ${stack.node.id}`, prefix, this, {
      prop: 'fleet',
      repairs: ['write out each fleet once in a stack', 'give one of the fleets another name'],
    });
    const { namespace, routerUrl, routerKey, models, pools, dashboardUid: uid } = this.addresses;
    const outputs = { router_url: routerUrl, router_key: routerKey, namespace, models, pools, dashboard_uid: uid };
    for (const [name, value] of Object.entries(outputs)) if (value !== undefined) terraformOutput(this, `${prefix}_${name}`, value);
  }
}

function addressesOf(fleet: AgentFleet, observability: ObservabilityStack | undefined): FleetAddresses {
  const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key } = fleet.router.clientEnv(fleet.runtime.workload);
  const namespace = fleet.runtime.workload.namespace.name;
  return {
    namespace,
    routerUrl: typeof url === 'string' ? url : undefined,
    routerKey: SecretRef.isSecretRef(key) ? { namespace, secret: key.name, key: key.key } : undefined,
    models: Object.fromEntries(
      [...Object.keys(fleet.roles), ...Object.keys(fleet.spec.apiRoles)].map((role) => [role, fleet.router.modelOf(role)]),
    ),
    pools: Object.fromEntries(fleet.pools().map((pool) => [pool.name, { url: pool.url, servedName: pool.view().servedName }])),
    dashboardUid: observability?.spec.dashboards === true ? dashboardUid(observability.dashboardPath) : undefined,
  };
}
