import type { LatencyMetric, OwnTargets } from '../../catalog/latency-targets';
import type { UnplacedFinding } from '../../core/finding';
import { type Rule, severityIn } from '../../core/rule';
import type { ReplicaSpec } from '../replica-spec';
import { type LatencyTarget, timeViolations } from './classes';
import type { MeasuredLatency } from './estimate-latency';
import { judgedTimes } from './judged-time';
import type { RoleLatency } from './role-latency';
import { chatStartsInTime } from './rules/chat-starts-in-time';
import { tokensComeInTime } from './rules/tokens-come-in-time';
import { voiceAnswersInTime } from './rules/voice-answers-in-time';
import type { Load } from './step-terms';

const RULES: Readonly<Record<LatencyMetric, Rule<RoleLatency>>> = {
  ttftMs: chatStartsInTime,
  tpotMs: tokensComeInTime,
  e2eMs: voiceAnswersInTime,
};

/**
 * Whether a replica keeps a latency class, or targets of your own, at one load: AF-LAT-001 for whole answers, AF-LAT-002 for first tokens, AF-LAT-006 for the
 * tokens after them. Background work has no target.
 */
export function checkLatency(
  spec: ReplicaSpec,
  target: LatencyTarget,
  load: Load,
  measured: MeasuredLatency = {},
  latencyTargets: OwnTargets = {},
): UnplacedFinding[] {
  return judgedTimes(target, latencyTargets).flatMap((judged) => {
    const { code, severity } = RULES[judged.metric];
    const found = timeViolations(judged, { spec, load, measured, path: '' });
    return found.map((violation) => ({ code, severity: severityIn(severity), ...violation }));
  });
}
