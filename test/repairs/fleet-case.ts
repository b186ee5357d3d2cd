/** A fleet on one pool as plain numbers, so that repairs can be pasted into its props and the app be checked again. */
import { App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, ContextStrategy, type Fabric, Gpu, InferencePool, Model, Scaling, Topology } from 'cdktf-agent-fleet';
import type { Finding } from '../../lib/core/finding';
import { problemsIn } from '../support/problems-in';

export interface FleetCase {
  readonly model: Model;
  readonly gpu: Gpu;
  readonly nodes: number;
  readonly gpusPerNode: number;
  /** What joins the nodes. */
  readonly fabric?: Fabric;
  readonly pool: Readonly<Record<string, unknown>>;
  /** Bounds of the scaler; the pool has fixed replicas without. */
  readonly scaling?: { readonly min: number; readonly max: number };
  readonly fleet: Readonly<Record<string, unknown>>;
  readonly roles: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** One role on a pool with GPUs to spare; cases change what they are about. */
export const ROOMY: FleetCase = {
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  nodes: 4,
  gpusPerNode: 8,
  pool: {},
  fleet: { concurrentWorkflows: 20 },
  roles: { writer: { contextTokens: 8_000 } },
};

/** Errors of the app; empty when it is accepted. */
export function problemsOf({ model, gpu, nodes, gpusPerNode, fabric, pool, scaling, fleet, roles }: FleetCase): readonly Finding[] {
  const app = new App({ outdir: '/nonexistent' });
  const stack = new TerraformStack(app, 'crew');
  const others = [Gpu.H200_SXM, Gpu.B200].map((other) => [other.id, { gpu: other, nodes: 2, gpusPerNode: 8 }] as const);
  const cluster = Cluster.fromKubeconfig({
    context: 'prod',
    nodePools: {
      cpus: { nodes: 3 },
      own: { gpu, nodes, gpusPerNode, ...(fabric === undefined ? {} : { fabric }) },
      ...Object.fromEntries(others.filter(([id]) => id !== gpu.id)),
    },
  });
  const serving = new InferencePool(stack, 'workers', {
    cluster,
    model,
    gpu,
    maxContextTokens: 8_192,
    ...pool,
    ...(scaling === undefined ? {} : { scaling: Scaling.queueDepth(scaling) }),
  });
  new AgentFleet(stack, 'research', {
    cluster,
    topology: Topology.flat({ agents: Object.keys(roles) }),
    roles: Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, { pool: serving, ...role }])),
    runtime: { framework: 'custom', image: 'registry.example.com/agents:1.0.0' },
    ...fleet,
  });
  return problemsIn(() => stack.node.validate());
}

const FLEET_PROPS: ReadonlySet<string> = new Set(['concurrentWorkflows', 'peakWorkflows', 'roles']);

type Props = Readonly<Record<string, unknown>>;

/** The props with the pasted ones in their place; what is nested is merged, as an editor would. */
export function pasted(fleetCase: FleetCase, code: string): FleetCase {
  const changes = new Function('Gpu', 'ContextStrategy', `return { ${code} };`)(Gpu, ContextStrategy) as Record<string, unknown>;
  let changed = fleetCase;
  for (const [prop, value] of Object.entries(changes)) changed = pastedProp(changed, prop, value);
  return changed;
}

function pastedProp(changed: FleetCase, prop: string, value: unknown): FleetCase {
  const into = (owner: 'pool' | 'fleet' | 'roles', props: Props): FleetCase =>
    Object.assign({}, changed, { [owner]: merged(changed[owner], props) });
  if (prop === 'roles') return into('roles', value as Props);
  if (prop === 'prefill' && isProps(value) && isProps(value['scaling'])) {
    const { scaling } = changed.pool['prefill'] as { readonly scaling: { readonly minReplicas: number; readonly maxReplicas: number } };
    const bounds = { min: scaling.minReplicas, max: scaling.maxReplicas, ...value['scaling'] };
    return into('pool', { prefill: { ...value, scaling: Scaling.queueDepth(bounds) } });
  }
  if (prop === 'scaling') return Object.assign({}, changed, { scaling: Object.assign({ min: 1, max: 1 }, changed.scaling, value) });
  return into(FLEET_PROPS.has(prop) ? 'fleet' : 'pool', { [prop]: value });
}

function merged(into: Props, from: Props): Props {
  const entries = Object.entries(from).map(([key, value]) => [key, isProps(value) ? merged((into[key] as Props) ?? {}, value) : value]);
  return { ...into, ...Object.fromEntries(entries) };
}

const isProps = (value: unknown): value is Props =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
