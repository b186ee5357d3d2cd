/** The example fleets whose figures the pages quote: what each becomes, its plan or its refusal. */
import { type App, Testing } from 'cdktf';
import { withApiOnlyRole } from '../examples/api-only-role/fleet';
import { smallestFleet } from '../examples/f01-smallest/fleet';
import { affinityPool } from '../examples/f02-affinity-pool/fleet';
import { multiModel } from '../examples/f03-multi-model/fleet';
import { parallelFive } from '../examples/f06-parallel-five/fleet';
import { pipelineFive } from '../examples/f07-pipeline-five/fleet';
import { budget70b8k } from '../examples/f11-budget-70b-8k/fleet';
import { budget70b32k } from '../examples/f12-budget-70b-32k/fleet';
import { referenceFleet } from '../examples/f13-reference-fleet/fleet';
import { l40Workers, variant } from '../examples/f14-variants/fleet';
import { supervisorTrap } from '../examples/f16-supervisor-trap/fleet';
import { euSovereign } from '../examples/f18-eu-sovereign/fleet';
import { decoupledBursty } from '../examples/f19-decoupled-bursty/fleet';
import { mcpTiers } from '../examples/f20-mcp-tiers/fleet';
import { AGENTS, sharedByAHundred } from '../examples/f23-shared-pool/fleet';
import { migSlices } from '../examples/f24-mig-slices/fleet';
import { warmFloor } from '../examples/f26-warm-floor/fleet';
import { scheduledBurst } from '../examples/f27-scheduled-burst/fleet';
import { spotSplit } from '../examples/f28-spot-split/fleet';
import { residentCrew } from '../examples/f29-resident-crew/fleet';
import { ragEmbeddings } from '../examples/f30-rag-embeddings/fleet';
import { reasoning70b, threeH200 } from '../examples/f33-reasoning-70b/fleet';
import { ONE_L40S, orchestratorAndThree } from '../examples/f34-orchestrator-and-three/fleet';
import { threeOnACard } from '../examples/f36-three-on-a-card/fleet';
import { apiCluster } from '../examples/f37-api-cluster/fleet';
import { twoGpus } from '../examples/f40-two-gpus/fleet';
import { complexityTiers } from '../examples/f41-complexity-tiers/fleet';
import { supportConversations } from '../examples/f42-support-conversations/fleet';
import { meetingNotes } from '../examples/meeting-notes/fleet';
import { prefillAndDecode } from '../examples/prefill-and-decode/fleet';
import { returningSessions } from '../examples/returning-sessions/fleet';
import { stagesAndDrafts } from '../examples/stages-and-drafts/fleet';
import { Gpu } from '../lib/catalog/gpu';
import { isFleetError } from '../lib/core/fleet-error';
import type { FleetPlan } from '../lib/plan/schema';
import { FleetTemplate } from '../lib/testing/fleet-template';
import { checkedWithoutTerraform } from './checked-without-terraform';
import { readmePlan, readmeRefusal } from './readme-program';

/** The program of the README, which is no function of an app. */
const README = 'readme';

type Build = (app: App) => unknown;

const FITS: Readonly<Record<string, readonly [stack: string, build: Build]>> = {
  f01: ['assistant', (app) => smallestFleet(app, { gpu: Gpu.H100_PCIE, sessions: 50, usdPerGpuHour: 2.01 })],
  f02: ['conversations', (app) => affinityPool(app)],
  f03: ['multi-model', (app) => multiModel(app)],
  'api-role': ['tickets', (app) => withApiOnlyRole(app)],
  f06: ['parallel-five', (app) => parallelFive(app, 5)],
  f07: ['pipeline-five', pipelineFive],
  'f11-b200': ['budget', (app) => budget70b8k(app, { gpu: Gpu.B200, gpusPerReplica: 1 })],
  'f12-b200': ['budget', (app) => budget70b32k(app, { gpu: Gpu.B200, gpusPerReplica: 4 })],
  'f12-h200': ['budget', (app) => budget70b32k(app, { gpu: Gpu.H200_SXM, gpusPerReplica: 4 })],
  f13: ['research', (app) => referenceFleet(app)],
  'f14-sxm': ['research', (app) => variant(app, { planner: Gpu.H100_SXM })],
  'f14-l40': ['research', (app) => variant(app, { workers: Gpu.L40, concurrentWorkflows: 19 })],
  f16: ['supervised', (app) => supervisorTrap(app, true)],
  f18: ['sovereign', (app) => euSovereign(app)],
  f19: ['bursty', (app) => decoupledBursty(app)],
  f20: ['tiers', (app) => mcpTiers(app)],
  'f20-two': ['tiers', (app) => mcpTiers(app, 2)],
  f23: ['hundred', (app) => sharedByAHundred(app, 5)],
  'f23-dedicated': ['hundred', (app) => sharedByAHundred(app, AGENTS)],
  f24: ['slices', (app) => migSlices(app)],
  f26: ['assistant', (app) => warmFloor(app)],
  f27: ['helpdesk', (app) => scheduledBurst(app)],
  f28: ['assistants', (app) => spotSplit(app)],
  f29: ['crew', (app) => residentCrew(app)],
  f30: ['rag', (app) => ragEmbeddings(app)],
  f33: ['reasoning', (app) => reasoning70b(app)],
  f34: ['team', (app) => orchestratorAndThree(app)],
  'f34-shared': ['team', (app) => orchestratorAndThree(app, ONE_L40S)],
  f36: ['review', (app) => threeOnACard(app)],
  f37: ['api', (app) => apiCluster(app)],
  'f37-stages': [
    'api',
    (app) =>
      apiCluster(app, {
        servers: 2,
        concurrentWorkflows: 1_000,
        replica: { gpusPerReplica: 16, nodesPerReplica: 2, parallelism: { tensor: 8, pipeline: 2 } },
      }),
  ],
  f40: ['chat', (app) => twoGpus(app)],
  f41: ['tiers', (app) => complexityTiers(app, { gpu: Gpu.L40S, replicas: 3 })],
  'f41-h100': ['tiers', (app) => complexityTiers(app, { gpu: Gpu.H100_PCIE, replicas: 2 })],
  'f41-large': ['tiers', (app) => complexityTiers(app, undefined)],
  f42: ['support', (app) => supportConversations(app)],
  stages: ['extraction', stagesAndDrafts],
  prefill: ['reports', prefillAndDecode],
  'meeting-notes': ['minutes', (app) => meetingNotes(app)],
  returning: ['reviews', returningSessions],
};

const REFUSED: Readonly<Record<string, Build>> = {
  f11: (app) => budget70b8k(app),
  f12: (app) => budget70b32k(app),
  f14: l40Workers,
  f16: (app) => supervisorTrap(app, false),
  f18: (app) => euSovereign(app, 'eastus'),
  f33: threeH200,
};

const plans = new Map<string, FleetPlan>();

/** The plan of an example that fits; computed once. */
export function examplePlan(name: string): FleetPlan {
  const known = plans.get(name);
  if (known !== undefined) return known;
  const plan = name === README ? readmePlan() : synthesized(name);
  plans.set(name, plan);
  return plan;
}

function synthesized(name: string): FleetPlan {
  const [stack, build] = FITS[name] ?? unknown(name);
  const app = Testing.app();
  build(app);
  return FleetTemplate.synth(checkedWithoutTerraform(app), stack).plan();
}

/** What a user reads when the example is refused. */
export function exampleRefusal(name: string): string {
  if (name === README) return readmeRefusal();
  const app = Testing.app();
  (REFUSED[name] ?? unknown(name))(app);
  try {
    checkedWithoutTerraform(app).synth();
  } catch (error) {
    if (isFleetError(error)) return `${error.name} ${error.message}`;
    throw error;
  }
  throw new Error(`${name} was not refused`);
}

function unknown(name: string): never {
  throw new Error(`no example "${name}": it fits (${Object.keys(FITS).join(', ')}) or is refused (${Object.keys(REFUSED).join(', ')})`);
}
