/** How many pods of a runtime work on its queue, and how long one task of a fleet takes. */
import { type WorkflowLatency, workflowLatency } from '../capacity/latency/workflow-latency';
import type { QueueConsumer, TaskTime } from '../queues/contract';
import type { WorkerBounds } from '../queues/worker-scaling';
import { isRouter } from '../routing/contract';
import type { IService } from '../security/service';
import type { Workload } from '../security/workload';
import type { AgentFleetSpec } from './agent-fleet-props';
import type { AgentRuntimeProps, QueueWorkers } from './agent-runtime-props';
import type { FleetView } from './fleet-view';
import type { RoleView } from './role-view';
import { stagesOf } from './workflow-stages';

/** Where nothing is known of the peak; assumed. */
const UNKNOWN_MAX = 10;
/** The published figures of batch work: out when tasks wait for 30 s, in when the queue is empty for 5 minutes. */
const ACTIVATION_SECONDS = 30;
const COOLDOWN_SECONDS = 300;

type WorkerProps = Pick<AgentRuntimeProps, 'consumes' | 'port' | 'services'>;
type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** @param tasks at once at the peak; null where it is not known */
export function workerBounds(workers: Loose<QueueWorkers> = {}, tasks: number | null, isWaitedFor: boolean): WorkerBounds {
  const { tasksPerWorker = 1, activationSeconds = ACTIVATION_SECONDS, cooldownSeconds = COOLDOWN_SECONDS } = workers;
  const min = workers.min ?? Math.min(isWaitedFor ? 1 : 0, workers.max ?? 1);
  const max = workers.max ?? Math.max(1, min, tasks === null ? UNKNOWN_MAX : Math.ceil(tasks / tasksPerWorker));
  return { min, max, tasksPerWorker, activationSeconds, cooldownSeconds };
}

/** The pods of a fleet that works on a queue. */
export function fleetWorkers(spec: AgentFleetSpec): WorkerBounds {
  const latencies = Object.values(spec.roles).map(({ latency }) => latency);
  return workerBounds(spec.runtime.workers, workflowsAtOnce(spec), isWaitedFor(latencies));
}

/** A fleet as its queue sees it. */
export const queueConsumer = (path: string, fills: boolean, view: () => FleetView): QueueConsumer => ({
  path,
  fills,
  taskTime: () => taskTime(view()),
  requestSeconds: () => longestRequestSeconds(view()),
  tasksAtOnce: () => workflowsAtOnce(view().spec),
});

/** As long as the client of any of its agents waits for an answer or an error: the router tries again and hands on meanwhile. Null where it does not say. */
export function longestRequestSeconds({ roles, apiRoles, setting: { passOf } }: FleetView): number | null {
  const waits = [...roles, ...apiRoles].flatMap(({ name }) => passOf?.(name)?.clientTimeoutSeconds ?? []);
  return waits.length === 0 ? null : Math.max(...waits);
}

/** The same of pods that ask routers for what they are wired to. */
export function longestRequestOf(services: readonly IService[], client: Workload): number | null {
  const waits = services
    .filter(isRouter)
    .flatMap((router) => (router.modelsOf?.(client) ?? []).flatMap((alias) => router.passOf?.(alias)?.clientTimeoutSeconds ?? []));
  return waits.length === 0 ? null : Math.max(...waits);
}

/** Workers that are called, or that name their queue among their services as well, put tasks in themselves. */
export const fillsItself = ({ consumes, port, services = [] }: Loose<WorkerProps>): boolean =>
  port !== undefined || (consumes !== undefined && services.includes(consumes));

/** Whether somebody waits for an answer of the fleet while it works. */
export const isWaitedFor = (latencies: readonly (string | undefined)[]): boolean =>
  latencies.some((latency) => latency === 'chat' || latency === 'voice');

/** Tasks of a fleet at once at the peak: a task is a workflow. Null where roles are known by their conversations alone. */
export const workflowsAtOnce = ({ peakWorkflows, concurrentWorkflows }: AgentFleetSpec): number | null =>
  peakWorkflows ?? concurrentWorkflows ?? null;

/**
 * How long one workflow takes: the stages of its flow one after the other, as often as its most talkative role has turns. Null where the
 * request of a role is not known.
 */
export function taskTime({ spec: { topology, workflowLatency: asked }, roles }: FleetView): TaskTime | null {
  const { flow, stages, unknown } = stagesOf(asked?.flow, topology, roles);
  const latency = workflowLatency(flow, stages, asked?.hopMs);
  if (unknown.length > 0 || latency.missing.length > 0) return null;
  return inSeconds(latency, Math.max(1, ...roles.map(turnsOf)));
}

const turnsOf = ({ props: { growth, conversations } }: RoleView): number =>
  growth?.turns ?? (growth?.minutes ?? 0) * (growth?.turnsPerMinute ?? 0) + (conversations?.turns ?? 0);

function inSeconds({ totalMs, rangeMs: [low, high] }: WorkflowLatency, turns: number): TaskTime | null {
  const at = (ms: number): number => (ms * turns) / 1000;
  // A flow without a role takes no time that could be planned with.
  return totalMs > 0 ? { likely: at(totalMs), low: at(low), high: at(high) } : null;
}
