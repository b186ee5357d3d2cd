/** On what an answer rests, beside the plan: each with how sure it is and where it is from. */
import type { FleetPlan } from '../plan/schema';
import type { Assumption } from './result';
import type { SimulationSpec } from './simulation-props';

/** Median and 99th percentile of tool calls, seconds. */
export const TOOLS = { median: 0.1, p99: 192 } as const;
/** Peak of a minute over the mean, and when bursts come. */
export const BURST = { factor: 4.2, everySeconds: 600, seconds: 60 } as const;
/** KEDA asks every 15 s; the HPA lets replicas go after 300 s. */
export const SCALER = { pollSeconds: 15, scaleInSeconds: 300 } as const;
/** Workflows of the steady load begin within this time. */
export const BEGIN_SECONDS = 60;

export function assumptionsOf(plan: FleetPlan, options: SimulationSpec): readonly Assumption[] {
  const { toolSeconds, load, workflowsPerHour, start } = options;
  const isScaled = plan.pools.some(({ replicas }) => replicas.max > replicas.min);
  const isSlow = isScaled || start === 'cold';
  return [
    assumed('times of prompts and steps are those of the latency estimate of the plan, without its band', 'fitted', 'docs/accuracy.md'),
    assumed('every request has the lengths of `request` of its role', 'planned', 'fleet.plan.json'),
    ...Object.keys(options.requests).map((role) => assumed(`${role} asks what the options say`, 'assumed', 'option requests')),
    assumed(
      'the first request of a session finds the cached tokens that its role declares; later ones what the replica still holds of the one before',
      'assumed',
      'the plan says what is cached, not since when',
    ),
    assumed(
      'stages follow the hand-overs; the leader of a hierarchical topology answers once more at the end',
      'assumed',
      'the plan holds no flow',
    ),
    ...Object.keys(options.flows).map((fleet) =>
      assumed(`${fleet} works as its flow says; a way is taken as often as its share of workflows in flight`, 'assumed', 'option flows'),
    ),
    assumed(`${options.callsPerTurn} requests of an agent for each turn`, 'assumed', 'option callsPerTurn'),
    toolSeconds === undefined
      ? assumed(
          `tools take ${TOOLS.median} s in the median and ${TOOLS.p99} s in 1 of 100 calls`,
          'measured',
          'TraceLab v0.0.1, arXiv 2606.30560',
        )
      : assumed(`tools take ${toolSeconds} s in the mean`, 'assumed', 'option toolSeconds'),
    ...(load === 'bursts'
      ? [
          assumed(
            `a minute of every ten has ${BURST.factor} times the workflows`,
            'measured',
            'peak over mean of a minute: Azure LLM inference trace, code',
          ),
        ]
      : []),
    workflowsPerHour === undefined
      ? assumed(
          `workflows begin within the first ${BEGIN_SECONDS} s; the next begins when one ends`,
          'assumed',
          'closed loop at concurrentWorkflows',
        )
      : assumed('workflows begin at random times', 'assumed', 'Poisson arrivals at workflowsPerHour'),
    assumed(
      'a request holds room for its whole answer from its start; none is preempted',
      'assumed',
      'engines reserve room as an answer grows',
    ),
    assumed(
      'nothing is refused: timeouts and limits of the router are not simulated',
      'assumed',
      'requests that wait longer are in the times',
    ),
    ...(isScaled
      ? [
          assumed(
            `pools grow at ${options.waitingPerReplica} waiting requests per replica, looked at every ${SCALER.pollSeconds} s, at most doubled or four more at once; replicas go after ${SCALER.scaleInSeconds} s`,
            'assumed',
            'the plan does not hold the trigger; option waitingPerReplica',
          ),
        ]
      : []),
    ...(isSlow ? plan.pools.map(startOf) : []),
  ];
}

const assumed = (what: string, evidence: Assumption['evidence'], source: string): Assumption => ({ what, evidence, source });

function startOf({ name, coldStart }: FleetPlan['pools'][number]): Assumption {
  if (coldStart === undefined) return assumed(`${name}: a replica answers at once`, 'assumed', 'the plan holds no cold start');
  const node = coldStart.nodeSeconds === null ? '; a new node is not counted, nobody says how long it takes' : '';
  return assumed(
    `${name}: a replica answers after ${coldStart.seconds + (coldStart.nodeSeconds ?? 0)} s${node}`,
    'planned',
    'coldStart of the plan',
  );
}
