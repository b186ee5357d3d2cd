/**
 * Series and alerts of the tasks that wait for agents. How many there are is asked by KEDA, for every kind of queue alike, also while no worker runs; dead letters are told by the
 * broker itself, where it serves metrics.
 */
import { deploymentPods, podMatchers } from '../core/kubernetes/pod-names';
import type { ObservedTasks } from '../queues/contract';
import type { ObservedAgents } from './observed-fleet';
import { type AlertRule, type AlertSeverity, EVALUATION_INTERVAL, type RuleGroup } from './rule';

/** Tasks that wait or are worked on; label `queue`. */
export const TASKS = 'agent_fleet:tasks:max';
/** Tasks that were given up; label `queue`. */
export const DEAD_LETTERS = 'agent_fleet:dead_letters:max';

/** Shares of a full queue, which refuses what comes. */
const FULL_WARNING = 0.8;
const FULL_CRITICAL = 0.95;
const GROWTH_HORIZON_SECONDS = 1800;

/** Agents that work on a queue. */
interface Workers extends ObservedAgents {
  readonly scaledObject: string;
  readonly queue: ObservedTasks;
}

export const isWorking = (agents: ObservedAgents): agents is Workers =>
  agents.scaledObject !== null && agents.queue !== null && agents.queue !== undefined;

/** Rules of the agents of one fleet. */
export function taskRules(agents: Workers): RuleGroup {
  const { queue, namespace, name } = agents;
  // Several fleets may work on one queue.
  const labels = { namespace, agents: name, queue: queue.name };
  const place = `{namespace="${namespace}",agents="${name}",queue="${queue.name}"}`;
  const make = (alert: string, severity: AlertSeverity, rule: Omit<AlertRule, 'alert' | 'labels'>): AlertRule => ({
    alert: `AgentFleet${alert}`,
    ...rule,
    labels: { ...labels, severity },
  });
  const most = queue.mostTasks();
  return {
    name: `${name}-tasks`,
    interval: EVALUATION_INTERVAL,
    rules: [
      { record: TASKS, expr: depthOf(agents), labels },
      ...(queue.dead === null ? [] : [{ record: DEAD_LETTERS, expr: `max(${queue.dead.series})`, labels }]),
      ...(most === null
        ? []
        : [
            make('TasksFull', 'warning', full(`${TASKS}${place}`, most, FULL_WARNING, queue.name)),
            make('TasksFull', 'critical', full(`${TASKS}${place}`, most, FULL_CRITICAL, queue.name)),
            make('TasksGrowing', 'warning', growing(`${TASKS}${place}`, most, queue.name)),
          ]),
      make('TasksNotWorkedOn', 'critical', notWorkedOn(`${TASKS}${place}`, agents)),
      ...(queue.dead === null ? [] : [make('DeadLetters', 'warning', dead(`${DEAD_LETTERS}${place}`, queue.name))]),
    ],
  };
}

/** Where the scrape of KEDA keeps its own labels, the namespace of the scaled object arrives as `exported_namespace`. */
function depthOf({ scaledObject, namespace }: Workers): string {
  const series = (label: string) => `keda_scaler_metrics_value{scaledObject="${scaledObject}",${label}="${namespace}"}`;
  return `max(${series('exported_namespace')} or ${series('namespace')})`;
}

type Rule = Omit<AlertRule, 'alert' | 'labels'>;

const full = (tasks: string, most: number, share: number, queue: string): Rule => ({
  expr: `${tasks} > ${Math.floor(most * share)}`,
  for: '5m',
  annotations: {
    summary: `${queue}: the queue is ${Math.round(share * 100)} % full`,
    description: `{{ $value }} tasks wait or are worked on, and the queue takes ${most}: then whoever publishes is refused. Add workers, or let fewer tasks in.`,
  },
});

const growing = (tasks: string, most: number, queue: string): Rule => ({
  expr: `predict_linear(${tasks}[15m], ${GROWTH_HORIZON_SECONDS}) > ${most} and deriv(${tasks}[15m]) > 0 and ${tasks} > ${Math.floor(most / 10)}`,
  for: '10m',
  annotations: {
    summary: `${queue}: the queue grows towards its bound`,
    description: `At its present growth the queue holds {{ $value | humanize }} tasks in 30 minutes, and it takes ${most}. Workers at their ceiling, or tasks that take longer than planned, make it grow.`,
  },
});

const notWorkedOn = (tasks: string, { name, namespace }: Workers): Rule => ({
  expr: `${tasks} > 0 unless on() (sum(kube_pod_status_ready{${podMatchers(namespace, deploymentPods(name))},condition="true"}) > 0)`,
  for: '10m',
  annotations: {
    summary: `${namespace}/${name}: tasks wait and nobody works`,
    description:
      '{{ $value }} tasks wait for 10 minutes and no pod of the agents is ready: look at the events of the pods, and at the ScaledObject.',
  },
});

const dead = (letters: string, queue: string): Rule => ({
  expr: `${letters} > 0`,
  for: '1m',
  annotations: {
    summary: `${queue}: tasks were given up`,
    description:
      '{{ $value }} tasks were tried as often as they may be and are dead letters. Read one, repair what it fails on, and put it back or delete it.',
  },
});
