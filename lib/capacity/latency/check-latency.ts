import type { UnplacedFinding } from '../../core/finding';
import { severityIn } from '../../core/rule';
import type { ReplicaSpec } from '../replica-spec';
import { type LatencyTarget, latencyViolations } from './classes';
import type { MeasuredLatency } from './estimate-latency';
import { chatStartsInTime } from './rules/chat-starts-in-time';
import { voiceAnswersInTime } from './rules/voice-answers-in-time';
import type { Load } from './step-terms';

/** Whether a replica keeps a latency class at one load: AF-LAT-001 for voice, AF-LAT-002 for chat. Background work has no target. */
export function checkLatency(spec: ReplicaSpec, target: LatencyTarget, load: Load, measured: MeasuredLatency = {}): UnplacedFinding[] {
  const { code, severity } = target === 'voice' ? voiceAnswersInTime : chatStartsInTime;
  return latencyViolations(spec, target, load, measured).map((violation) => ({ code, severity: severityIn(severity), ...violation }));
}
