/** Answers one question: finds model, GPU and engine, computes the memory, and says whether it fits, or what is missing to say so. */

import { estimateReplica } from '../capacity/ask-engine';
import { engineModelOf } from '../capacity/engines/registry';
import { plannedReplica } from '../capacity/fit/balance';
import type { ReplicaEngine } from '../capacity/replica-engine';
import type { ReplicaEstimate } from '../capacity/replica-estimate';
import type { ReplicaSpec } from '../capacity/replica-spec';
import type { Gpu } from '../catalog/gpu';
import { closest } from '../core/closest';
import { isFleetError } from '../core/fleet-error';
import { findGpu } from './find-gpu';
import { type FoundModel, findModel } from './find-model';
import { engineOf, modelOf, toldBy } from './question-engine';
import { formatOf } from './question-format';
import { latencyOf } from './question-latency';
import { notesOf } from './question-notes';
import { judge, poolOf } from './question-verdict';
import { replicaOf } from './replica-of';
import type { SizeAnswer, SizeFailure, SizeTerms } from './size-answer';
import { SIZE_REQUEST_KEYS, type SizeRequest, sizeRequestSchema } from './size-request';

/** Pure; never throws. A line that cannot be read answers with an error and its id. */
export function sizeLine(json: unknown): SizeAnswer | SizeFailure {
  const id = idOf(json);
  try {
    const parsed = sizeRequestSchema.safeParse(json);
    return parsed.success ? answer(parsed.data, id) : { id, error: problemOf(parsed.error.issues) };
  } catch (error) {
    if (isFleetError(error))
      return { id, error: { code: error.code, message: error.problems.map((problem) => problem.message).join('; ') } };
    // One line must not cost the others their answers.
    return {
      id,
      error: { code: 'AF-INT-001', message: `this line cannot be answered: ${error instanceof Error ? error.message : String(error)}` },
    };
  }
}

function idOf(json: unknown): string | number | null {
  if (typeof json !== 'object' || json === null || !('id' in json)) return null;
  return typeof json.id === 'string' || typeof json.id === 'number' ? json.id : null;
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

/** Unknown keys have a code of their own; they come first, because a wrong name hides what was meant. */
function problemOf(issues: readonly Issue[]): SizeFailure['error'] {
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? (issue.keys ?? []) : []));
  if (unknown.length > 0) return { code: 'AF-SPEC-002', message: unknown.map(unknownKey).join('; ') };
  return { code: 'AF-SPEC-001', message: issues.map((issue) => `${issue.path.join('.') || 'line'}: ${issue.message}`).join('; ') };
}

function unknownKey(key: string): string {
  const meant = closest(key, SIZE_REQUEST_KEYS);
  return `unknown key '${key}'${meant === undefined ? '' : `, did you mean '${meant}'?`}`;
}

function answer(request: SizeRequest, id: SizeAnswer['id']): SizeAnswer {
  const found = findModel(request.model, request.modelConfig, request.checkpointGiB);
  const card = findGpu(request.gpu, request.memoryGiB ?? null);
  const engine = engineOf(request);
  const absent = [
    ...(found === null ? [`modelConfig: ${request.model ?? 'no model given'} is not in the catalog`] : []),
    ...(card === null ? [`memoryGiB: ${request.gpu} is not in the catalog`] : []),
    ...(engine === null ? [unknownEngine(request)] : []),
  ];
  if (found === null || card === null || engine === null) return unanswered(id, absent, []);
  return sized({ request, id, found, gpu: card.gpu, engine, notes: [...found.notes, ...card.notes], missing: card.missing });
}

const unknownEngine = (request: SizeRequest) =>
  modelOf(request) === null ? `memory accounting of ${request.engine}` : `engineVersion: '${request.engineVersion}' is no release`;

function unanswered(id: SizeAnswer['id'], missing: readonly string[], notes: readonly string[]): SizeAnswer {
  const reason = `not known: ${missing.join('; ')}`;
  return { id, verdict: 'uncertain', reason, missing, perGpuGiB: null, kvBytesPerToken: null, kvTokens: null, maxConcurrency: null, notes };
}

interface Known {
  readonly request: SizeRequest;
  readonly id: SizeAnswer['id'];
  readonly found: FoundModel;
  readonly gpu: Gpu;
  readonly engine: ReplicaEngine;
  readonly notes: readonly string[];
  readonly missing: readonly string[];
}

function sized(known: Known): SizeAnswer {
  const { request, found, gpu, engine } = known;
  const { spec: asked, missing, doubts, notes } = replicaOf(request, found, gpu, engine);
  const spec = plannedReplica(poolOf(request, asked, toldBy(request), []));
  const estimate = estimateReplica(spec);
  const unknown = [...estimate.missing, ...missing];
  if (unknown.length > 0) return unanswered(known.id, unknown, known.notes);
  const { formatBand, doubts: ofFormat } = formatOf(request, estimate, found);
  const told = { ...toldBy(request), formatBand };
  const { range, open, notes: engineNotes } = engineModelOf(spec).unsaid(spec, told);
  const judged = judge(poolOf(request, asked, told, [...doubts, ...ofFormat]), request);
  const latency = latencyOf(spec, request, estimate);
  return {
    id: known.id,
    verdict: judged.verdict,
    ...(judged.reason === undefined ? {} : { reason: judged.reason }),
    missing: unique([
      ...known.missing,
      ...judged.missing,
      ...open,
      ...(judged.verdict === 'uncertain' ? undecided(request) : []),
      ...latency.missing,
    ]),
    perGpuGiB: termsOf(estimate, range),
    kvBytesPerToken: estimate.kvBytesPerTokenPerGpu,
    kvTokens: estimate.kvTokens,
    maxConcurrency: estimate.maxConcurrency === null ? null : round(estimate.maxConcurrency, 2),
    ...(latency.latency === undefined ? {} : { latency: latency.latency }),
    notes: [...known.notes, ...notes, ...admissionNotes(request, spec), ...notesOf(request, spec, engineNotes), ...latency.notes],
  };
}

/** A pool admits twice the sessions that it plans for, and its memory is counted so. */
const admissionNotes = ({ sessions, maxNumSeqs }: SizeRequest, spec: ReplicaSpec): string[] =>
  sessions == null || maxNumSeqs != null || spec.maxNumSeqs === undefined
    ? []
    : [`maxNumSeqs not given: ${spec.maxNumSeqs}, as a pool plans it for these sessions`];

/** What a question may leave out and a pool never does. */
function undecided(request: SizeRequest): string[] {
  return [
    ...(request.engineVersion == null ? ['engineVersion'] : []),
    ...(request.interconnect == null && request.tensorParallel > 1 ? ['interconnect'] : []),
    ...(request.maxNumSeqs == null ? ['maxNumSeqs'] : []),
  ];
}

function termsOf({ perGpuGiB }: ReplicaEstimate, [low, high]: readonly [number, number]): SizeTerms {
  const { kvCacheRange: _, ...terms } = perGpuGiB;
  const rounded = Object.fromEntries(Object.entries(terms).map(([name, gib]) => [name, round(gib, 3)])) as unknown as Omit<
    SizeTerms,
    'kvCacheRange'
  >;
  return { ...rounded, kvCacheRange: [round(low, 3), round(high, 3)] };
}

const unique = (names: readonly string[]) => [...new Set(names)];

const round = (value: number, digits: number) => Number(value.toFixed(digits));
