/** What a waiting person tolerates, as checks that can reject: AF-LAT-001 for voice, AF-LAT-002 for chat. Background work has no target. */
import type { UnplacedFinding } from '../../core/finding';
import type { ReplicaSpec } from '../types';
import { estimateLatency, type LatencyEstimate, type MeasuredLatency } from './estimate-latency';
import type { Load } from './step-terms';

export type LatencyTarget = 'voice' | 'chat' | 'background';

/** Language-model part of a spoken round trip of 500 ms. */
export const VOICE_ANSWER_MS = 200;
/** Whole answer of a chat: people notice two seconds. */
export const CHAT_ANSWER_MS = 2_000;
/** First token of a chat. */
const CHAT_FIRST_TOKEN_MS = 500;

export function checkLatency(spec: ReplicaSpec, target: LatencyTarget, load: Load, measured: MeasuredLatency = {}): UnplacedFinding[] {
  if (target === 'background') return [];
  const estimate = estimateLatency(spec, load, measured);
  if ('missing' in estimate) return [unknownFinding(target, estimate.missing)];
  return target === 'voice' ? voice(estimate, load) : chat(estimate);
}

function voice(estimate: LatencyEstimate, load: Load): UnplacedFinding[] {
  const answerMs = estimate.ttftMs + (load.outputTokens - 1) * estimate.tpotMs;
  if (answerMs <= VOICE_ANSWER_MS) return [];
  const message = `an answer of ${load.outputTokens} tokens takes about ${answerMs.toFixed(0)} ms (${percent(estimate.band.ttft)}); a voice agent leaves ${VOICE_ANSWER_MS} ms to the model`;
  return [rejected('AF-LAT-001', Math.round(answerMs), `≤ ${VOICE_ANSWER_MS} ms`, message)];
}

function chat(estimate: LatencyEstimate): UnplacedFinding[] {
  if (estimate.ttftMs <= CHAT_FIRST_TOKEN_MS) return [];
  const message = `the first token comes after about ${estimate.ttftMs.toFixed(0)} ms (${percent(estimate.band.ttft)}); people notice ${CHAT_FIRST_TOKEN_MS} ms`;
  return [rejected('AF-LAT-002', Math.round(estimate.ttftMs), `≤ ${CHAT_FIRST_TOKEN_MS} ms`, message)];
}

const percent = (band: number) => (band === 0 ? 'measured' : `± ${(band * 100).toFixed(0)} %`);

function rejected(code: string, value: number, allowed: string, message: string): UnplacedFinding {
  const repairs = ['fewer sessions on a replica', 'a smaller or quantised model', 'a GPU with more bandwidth', 'your own measured latency'];
  return { code, severity: 'error', prop: 'latency', value, allowed, message, repairs };
}

function unknownFinding(target: LatencyTarget, missing: readonly string[]): UnplacedFinding {
  return {
    code: target === 'voice' ? 'AF-LAT-001' : 'AF-LAT-002',
    severity: 'warning',
    prop: 'latency',
    value: missing,
    message: `cannot estimate the latency: ${missing.join(', ')} not known`,
    repairs: ['give your own measured latency'],
  };
}
