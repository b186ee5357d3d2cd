import type { Gpu } from '../../catalog/gpu';
import { priceOf } from '../../catalog/prices';
import { parseProps } from '../../core/schema';
import type { FleetToPlanProps } from '../fleet-to-plan';
import { type FleetToPlan, fleetToPlanSchema } from '../fleet-to-plan-schema';
import { type Item, itemsOf } from '../item';
import { type GpuOffer, pricedOffers } from '../offers';
import { planned } from '../plan-fleet';
import type { PlannedFleet, PlannedNodePool, PlannedPool } from '../planned-fleet';
import { apiModels, apiNotes, apiRolesProps, type RoleAtApi, rolesAtApis } from './api-code';
import { encoderNotes, encoderProps, encodingPools } from './encoder-code';
import { engineCode, engineOfPool, isDefault, operatorsOf } from './engine-code';
import { programName } from './program-names';
import { codeOf, gpuInCode, modelInCode, quoted, variableOf, verbatim, type Written } from './written';

/**
 * The program that deploys a plan: cluster, pools and fleet, to paste and to complete with your context, image and workflow. It synthesizes as it is.
 *
 * @param plan the answer to the question
 * @default plan - `planFleet(props)`
 * @throws FleetError as `planFleet` does.
 */
export function fleetCode(props: FleetToPlanProps, plan?: PlannedFleet): string {
  const question = parseProps(fleetToPlanSchema, props, { path: 'fleetCode', className: 'fleetCode' });
  return codeOfPlan(question, plan ?? planned(question));
}

export function codeOfPlan(question: FleetToPlan, plan: PlannedFleet): string {
  const items = itemsOf(question);
  const atApis = rolesAtApis(question, plan, items);
  const written = writtenRoles(plan, items, atApis);
  const hasFleet = written.served.length > 0;
  const notes = [...apiNotes(plan, hasFleet ? atApis : []), ...encoderNotes(plan, items, hasFleet)];
  if (plan.pools.length === 0) return `${notes.join('\n')}\n`;
  const body = [
    'const app = new App();',
    `const cluster = Cluster.fromKubeconfig(${codeOf({ context: 'my-cluster', nodePools: nodePools(question, plan) })});`,
    '',
    "const platform = new TerraformStack(app, 'platform');",
    `new FleetPlatform(platform, 'operators', ${codeOf({ cluster: verbatim('cluster'), ...operatorsOf(question, plan) })});`,
    '',
    `const stack = new TerraformStack(app, ${quoted(programName(plan))});`,
    'stack.addDependency(platform);',
    '',
    ...plan.pools.map((pool) => `const ${variableOf(pool.name)} = ${poolCode(question, plan, pool)};`),
    ...(hasFleet ? apiModels(question, atApis) : []),
    '',
    ...notes,
    ...(hasFleet ? [fleetConstruct(plan, items, written)] : []),
    'app.synth();',
  ].join('\n');
  return `${imports(body)}\n\n${body}\n`;
}

const NAMES = [
  'AgentFleet',
  'Cluster',
  'Engine',
  'ExternalModel',
  'FleetPlatform',
  'Gpu',
  'InferencePool',
  'Model',
  'Retention',
  'SecretRef',
  'Topology',
];

function imports(body: string): string {
  const used = NAMES.filter((name) => new RegExp(`\\b${name}\\.|new ${name}\\(`).test(body));
  return `import { App, TerraformStack } from 'cdktf';\nimport { ${used.join(', ')} } from 'cdktf-agent-fleet';`;
}

function nodePools(question: FleetToPlan, { nodePools: planned }: PlannedFleet): { [key: string]: Written } {
  const rows = pricedOffers(question).flatMap((offer) =>
    planned.filter((one) => one.offer === offer.name).map((one) => [one.name, nodePool(offer, one, planned)] as const),
  );
  return { ...Object.fromEntries(rows), [rows.some(([name]) => name === 'cpu') ? 'cpu-nodes' : 'cpu']: { nodes: 3 } };
}

/** Where two node pools have the same card, labels tell them apart. */
function nodePool(offer: GpuOffer, { name, nodes, mig, sharing }: PlannedNodePool, all: readonly PlannedNodePool[]): Written {
  const { gpu, gpusPerNode, purchase, usdPerGpuHour, priceAsOf, nvlinkBridge } = offer;
  const isPublished = priceOf(gpu, { purchase })?.usdPerGpuHour === usdPerGpuHour;
  const isAlone = all.filter((other) => other.gpu === gpu.id).length === 1;
  return {
    gpu: gpuInCode(gpu),
    gpusPerNode,
    nodes,
    mig: mig === undefined ? undefined : { layout: mig.layout },
    sharing: sharing === undefined ? undefined : { engines: sharing.engines },
    purchase: purchase === 'on-demand' ? undefined : purchase,
    usdPerGpuHour: isPublished ? undefined : usdPerGpuHour,
    priceAsOf: isPublished ? undefined : dayOf(priceAsOf ?? ''),
    nvlinkBridge: nvlinkBridge || undefined,
    labels: isAlone ? undefined : { 'node-pool': name },
  };
}

/** A price of a month stands for its first day. */
const dayOf = (date: string) => (/^\d{4}-\d{2}$/.test(date) ? `${date}-01` : date);

function poolCode(question: FleetToPlan, plan: PlannedFleet, pool: PlannedPool): string {
  const offerName = plan.nodePools.find(({ name }) => name === pool.nodePool)?.offer ?? pool.nodePool;
  const offer = question.inventory[offerName];
  const model = itemsOf(question)
    .flatMap(({ models }) => models)
    .find((one) => one.model.id === pool.model)?.model;
  const engine = engineOfPool(question, pool);
  const props: Written = {
    cluster: verbatim('cluster'),
    model: model === undefined ? pool.model : modelInCode(model),
    quantization: pool.quantization === 'checkpoint' ? undefined : pool.quantization,
    gpu: offer === undefined ? pool.gpu : cardInCode(offer.gpu, pool.slice),
    gpusPerReplica: pool.gpusPerReplica === 1 ? undefined : pool.gpusPerReplica,
    nodePool: pool.nodePool,
    maxContextTokens: pool.maxContextTokens,
    engine: engine === undefined || isDefault(engine) ? undefined : engineCode(engine, offer?.gpu),
    replicas: pool.replicas === 1 ? undefined : pool.replicas,
  };
  return `new InferencePool(stack, ${quoted(pool.name)}, ${codeOf(props)})`;
}

const cardInCode = (card: Gpu, slice: string | null): Written =>
  slice === null ? gpuInCode(card) : verbatim(`Gpu.mig(${quoted(slice)}, ${gpuInCode(card).verbatim})`);

/** Roles as a fleet has them, each on its pool or at its API. */
interface WrittenRoles {
  readonly served: readonly { readonly item: Item; readonly pool: string }[];
  readonly atApis: readonly RoleAtApi[];
}

function writtenRoles(plan: PlannedFleet, items: readonly Item[], atApis: readonly RoleAtApi[]): WrittenRoles {
  const encoding = encodingPools(plan, items);
  const placed = plan.roles.filter(({ pool }) => pool !== null && !encoding.has(pool));
  const served = placed.flatMap(({ name, pool }) => items.filter((item) => item.name === name).map((item) => ({ item, pool: pool ?? '' })));
  return { served, atApis };
}

function fleetConstruct(plan: PlannedFleet, items: readonly Item[], { served, atApis }: WrittenRoles): string {
  const all = [...served, ...atApis].map(({ item }) => item);
  const working = all.filter(({ asked }) => asked.conversations === undefined).map(({ demand }) => demand.sessions);
  const workflows = working.reduce(greatestDivisor, 0);
  const props: Written = {
    cluster: verbatim('cluster'),
    topology: verbatim(`Topology.flat(${codeOf({ agents: all.map(({ name }) => name) })})`),
    concurrentWorkflows: workflows === 0 ? undefined : workflows,
    roles: Object.fromEntries(served.map(({ item, pool }) => [item.name, roleProps(item, pool, workflows)])),
    apiRoles: atApis.length === 0 ? undefined : apiRolesProps(atApis, workflows),
    ...encoderProps(plan, items),
    runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1.0.0' },
  };
  return `new AgentFleet(stack, ${quoted(programName(plan))}, ${codeOf(props)});`;
}

/** Sessions are workflows × instances. */
function roleProps({ asked, demand }: Item, pool: string, workflows: number): Written {
  const { conversations, contextTokens, sharedPrefixTokens, request, latency, latencyTargets } = asked;
  const instances = conversations === undefined ? demand.sessions / workflows : 1;
  return {
    pool: verbatim(variableOf(pool)),
    contextTokens,
    sharedPrefixTokens,
    instances: instances === 1 ? undefined : instances,
    conversations: conversations === undefined ? undefined : dayProps(conversations),
    request: request === undefined ? undefined : { ...request },
    latency: latency === 'background' ? undefined : latency,
    latencyTargets: latencyTargets === undefined ? undefined : { ...latencyTargets },
  };
}

function dayProps({ keptSeconds, ...day }: NonNullable<Item['asked']['conversations']>): Written {
  return { ...day, kept: keptSeconds === undefined ? undefined : verbatim(`Retention.seconds(${keptSeconds})`) };
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));
