/** The rules of a fleet, of each of its roles, and of what it is given. */
import type { Rule } from '../../core/rule';
import type { GpuServiceView } from '../../inference/gpu-service-view';
import { hostHasRanges, type WiredHost } from '../../services/rules/host-has-ranges';
import type { AskedSleeper } from '../asked-sleepers';
import type { FleetRole, FleetView } from '../fleet-view';
import type { KeptState } from '../kept-state';
import type { MessageView } from '../message-view';
import type { QueuedWork } from '../queued-work';
import type { RuntimeLoad } from '../runtime-load';
import type { SandboxView } from '../sandbox-view';
import { apiRolesRouted } from './api-roles-routed';
import { apiSuitsBursts } from './api-suits-bursts';
import { backgroundEnqueued } from './background-enqueued';
import { backgroundQueued } from './background-queued';
import { checkpointsHaveStore } from './checkpoints-have-store';
import { codeInSandbox } from './code-in-sandbox';
import { contextByReference } from './context-by-reference';
import { type CpuPodVariables, cpuPodsWithoutGpu } from './cpu-pods-without-gpu';
import { embeddingsOnEmbeddingModel } from './embeddings-on-embedding-model';
import { encoderCallsAnswered } from './encoder-calls-answered';
import { encoderCallsKnown } from './encoder-calls-known';
import { escalatesToAnother } from './escalates-to-another';
import { existingPoolInTime } from './existing-pool-in-time';
import { fixedPromptsOnFittingEngine } from './fixed-prompts-on-fitting-engine';
import { fleetWatched } from './fleet-watched';
import { longSessionsRouted } from './long-sessions-routed';
import { messagesValidated } from './messages-validated';
import { poolsAlike } from './pools-alike';
import { prefixesOnFittingEngine } from './prefixes-on-fitting-engine';
import { referencesHaveStore } from './references-have-store';
import { requestWithinContext } from './request-within-context';
import { roleAdapterServed } from './role-adapter-served';
import { roleOnLanguageModel } from './role-on-language-model';
import { rolePoolInCluster } from './role-pool-in-cluster';
import { rolloutDivided } from './rollout-divided';
import { runtimeHoldsSessions } from './runtime-holds-sessions';
import { runtimeReplicasKnown } from './runtime-replicas-known';
import { runtimeWithoutModel, type StartedProgram } from './runtime-without-model';
import { sandboxNodesKnown } from './sandbox-nodes-known';
import { sandboxPortOpen } from './sandbox-port-open';
import { sandboxRuntimeOnNodes } from './sandbox-runtime-on-nodes';
import { sandboxWithoutSecrets } from './sandbox-without-secrets';
import { type ServedTools, serverSurvivesLoss } from './server-survives-loss';
import { serviceMemoryFits } from './service-memory-fits';
import { serviceMemoryKnown } from './service-memory-known';
import { servicePartSingle } from './service-part-single';
import { serviceWithoutEngine } from './service-without-engine';
import { servicesSetApart, type VariableSetting } from './services-set-apart';
import { sessionsOutside } from './sessions-outside';
import { sleeperWoken } from './sleeper-woken';
import { smallModelRoutes } from './small-model-routes';
import { spotInterruptible } from './spot-interruptible';
import { stageForSessions } from './stage-for-sessions';
import { stateOfOneFleet } from './state-of-one-fleet';
import { type GuardedFleet, toolsScoped } from './tools-scoped';
import { twoInstances } from './two-instances';
import { type GivenUser, userOfCluster } from './user-of-cluster';
import { usersGuarded } from './users-guarded';
import { vectorsFitEmbeddings } from './vectors-fit-embeddings';
import { type GivenVariables, wiredVariablesKept } from './wired-variables-kept';
import { type StoppedWorker, workerEndsTask } from './worker-ends-task';
import { workersAwake } from './workers-awake';
import { workersReachPlan } from './workers-reach-plan';
import { workersWithinPlan } from './workers-within-plan';
import { workflowNamesRoles } from './workflow-names-roles';
import { workflowWithinTokens } from './workflow-within-tokens';

export const ROLE_RULES: readonly Rule<FleetRole>[] = [
  rolePoolInCluster,
  rolloutDivided,
  roleOnLanguageModel,
  roleAdapterServed,
  poolsAlike,
  longSessionsRouted,
  requestWithinContext,
  prefixesOnFittingEngine,
  fixedPromptsOnFittingEngine,
  apiSuitsBursts,
  spotInterruptible,
  smallModelRoutes,
  escalatesToAnother,
  existingPoolInTime,
];

export const FLEET_RULES: readonly Rule<FleetView>[] = [
  workflowNamesRoles,
  checkpointsHaveStore,
  embeddingsOnEmbeddingModel,
  encoderCallsAnswered,
  encoderCallsKnown,
  vectorsFitEmbeddings,
  twoInstances,
  fleetWatched,
  sessionsOutside,
  apiRolesRouted,
  stageForSessions,
  workflowWithinTokens,
];

export const SERVICE_RULES: readonly Rule<WiredHost>[] = [hostHasRanges];

export const SERVER_RULES: readonly Rule<ServedTools>[] = [serverSurvivesLoss];

export const RUNTIME_RULES: readonly Rule<RuntimeLoad>[] = [runtimeHoldsSessions, runtimeReplicasKnown];

/** The rules of workers that are stopped. */
export const WORKER_RULES: readonly Rule<StoppedWorker>[] = [workerEndsTask];

/** The rules of state that agents keep. */
export const KEPT_STATE_RULES: readonly Rule<KeptState>[] = [stateOfOneFleet];

/** The rules of work that nobody waits for. */
export const QUEUED_RULES: readonly Rule<QueuedWork>[] = [
  backgroundQueued,
  backgroundEnqueued,
  workersWithinPlan,
  workersReachPlan,
  workersAwake,
];

/** The rules of what agents ask and what may sleep. */
export const SLEEPER_RULES: readonly Rule<AskedSleeper>[] = [sleeperWoken];

/** The rules of the environment variables that agents get. */
export const SET_VARIABLE_RULES: readonly Rule<readonly VariableSetting[]>[] = [servicesSetApart];
export const GIVEN_VARIABLE_RULES: readonly Rule<GivenVariables>[] = [wiredVariablesKept];

/** The rules of the user that pods name. */
export const GIVEN_USER_RULES: readonly Rule<GivenUser>[] = [userOfCluster];

/** The rules of what stands between agents and models. */
export const GUARD_RULES: readonly Rule<GuardedFleet>[] = [toolsScoped, usersGuarded, codeInSandbox];

/** The rules of pods that need no GPU. */
export const CPU_POD_RULES: readonly Rule<CpuPodVariables>[] = [cpuPodsWithoutGpu];

/** The rules of pods that run generated code. */
export const SANDBOX_RULES: readonly Rule<SandboxView>[] = [
  sandboxPortOpen,
  sandboxRuntimeOnNodes,
  sandboxNodesKnown,
  sandboxWithoutSecrets,
];

/** The rules of what agents send each other. */
export const MESSAGE_RULES: readonly Rule<MessageView>[] = [messagesValidated, contextByReference, referencesHaveStore];

/** The rules of what pods on CPU nodes start. */
export const PROGRAM_RULES: readonly Rule<StartedProgram>[] = [runtimeWithoutModel];

/** The rules of what tools on GPUs start. */
export const GPU_PROGRAM_RULES: readonly Rule<StartedProgram>[] = [serviceWithoutEngine];

/** The rules of what tools on GPUs take of their cards. */
export const GPU_SERVICE_RULES: readonly Rule<GpuServiceView>[] = [serviceMemoryFits, serviceMemoryKnown, servicePartSingle];
