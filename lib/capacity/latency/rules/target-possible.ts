/** AF-LAT-007: a target below what the model on the card could do at best. */
import type { LatencyMetric } from '../../../catalog/latency-targets';
import { formatInteger } from '../../../core/format';
import { type Rule, type Violation, violations } from '../../../core/rule';
import type { ReplicaSpec } from '../../replica-spec';
import { kept } from '../classes';
import { estimateLatency } from '../estimate-latency';
import { inMilliseconds } from '../judged-time';
import { fp8 } from '../latency-repairs';
import { leastPossible } from '../least-possible';
import { type ImpossibleTime, impossibleTimes, type RoleLatency } from '../role-latency';

export const targetPossible: Rule<RoleLatency> = {
  id: 'target-possible',
  code: 'AF-LAT-007',
  title: 'A latency target of a role is below what its model on its card can do for one request alone.',
  why: 'The weights must be read from memory for every token, and the prompt must be computed: no engine, release or number of replicas is faster than the card.',
  fix: 'Ask for more time, or take a faster card, more GPUs for a replica, fewer bits a weight or a smaller model.',
  severity: 'error',
  check(role) {
    if (role.latencyTargets === undefined || role.target === 'background') return 'not-applicable';
    return violations(impossibleTimes(role).map((impossible) => refused(role, impossible)));
  },
};

const WHAT: Readonly<Record<LatencyMetric, (outputTokens: number) => string>> = {
  ttftMs: () => 'the first token takes',
  tpotMs: () => 'a token after the first takes',
  e2eMs: (outputTokens) => `an answer of ${formatInteger(outputTokens)} ${outputTokens === 1 ? 'token' : 'tokens'} takes`,
};

function refused(role: RoleLatency, { judged, least, load }: ImpossibleTime): Violation {
  const { metric, limit, owner, prop } = judged;
  const { gpu, tensorParallel, model } = role.replica;
  const cards = `${formatInteger(tensorParallel)} × ${gpu.facts.name}`;
  return {
    prop: `roles.${role.role}.${prop}`,
    value: limit.ms,
    allowed: `≥ ${inMilliseconds(kept(least.ms))}`,
    message: `${role.role}: ${WHAT[metric](load.outputTokens)} at least ${inMilliseconds(least.ms)} for ${model.facts.id} on ${cards}, for one request alone; ${owner}`,
    details: [
      {
        label: 'memory',
        text: `${inMilliseconds(least.readMs)} to read weights and cache at ${formatInteger(gpu.facts.memoryBandwidthGBps ?? 0)} GB/s a card`,
      },
      { label: 'compute', text: `${inMilliseconds(least.computeMs)} at the peak of the data sheet` },
    ],
    repairs: repairsOf(role, { judged, least, load }),
  };
}

/** What the estimate keeps at its slow end with the planned load; then replicas whose own bound is low enough. */
function repairsOf({ role, replica, concurrency }: RoleLatency, { judged, load }: ImpossibleTime): string[] {
  const planned = { ...load, concurrency };
  const estimate = estimateLatency(replica, planned);
  const isEnough = (other: ReplicaSpec) => (leastPossible(judged.metric, other, load)?.ms ?? Number.POSITIVE_INFINITY) <= judged.limit.ms;
  const quantised = fp8(replica);
  const wider = [2, 4, 8].find((tensorParallel) => tensorParallel > replica.tensorParallel && isEnough({ ...replica, tensorParallel }));
  return [
    ...('missing' in estimate ? [] : [`roles.${role}.${judged.prop}: ${kept(judged.timeOf(estimate, planned).range[1])}`]),
    ...(quantised !== null && isEnough(quantised) ? ["quantization: 'fp8' of its pool"] : []),
    ...(wider === undefined ? [] : [`gpusPerReplica: ${wider} of its pool, or more`]),
    'a faster card or a smaller model',
  ];
}
