/** Answers one question: finds model, GPU and engine, computes the memory, and says whether it fits, or what is missing to say so. */

import { estimateReplica } from '../capacity/ask-engine';
import { engineModelOf } from '../capacity/engines/registry';
import { plannedReplica } from '../capacity/fit/balance';
import type { PoolInput } from '../capacity/fit/pool-input';
import type { ReplicaEngine } from '../capacity/replica-engine';
import type { ReplicaSpec } from '../capacity/replica-spec';
import type { Gpu } from '../catalog/gpu';
import { isFleetError } from '../core/fleet-error';
import { type FoundGpu, findGpu, whyUnknown } from './find-gpu';

import { type FoundModel, findModel } from './find-model';
import { cardMeant, didYouMean, repositoryMeant } from './meant-name';
import { nearNames } from './near-names';
import { type OnBoard, onOtherBoards } from './other-boards';
import { engineOf, modelOf, toldBy } from './question-engine';
import { formatOf, mayHalveCache } from './question-format';
import { latencyOf } from './question-latency';
import { notesOf } from './question-notes';
import { latencyRepairs, targetsOf, withTargets } from './question-targets';
import { type Judged, judge, poolOf } from './question-verdict';
import { replicaOf } from './replica-of';
import type { SizeAnswer, SizeFailure } from './size-answer';
import { gpusOf, priceFor } from './size-price';
import { mistypedLine, refusedLine, unreadLine } from './size-problem';
import { repairsOf } from './size-repairs';
import { type SizeRequest, sizeRequestSchema } from './size-request';
import { termsOf } from './size-terms';
import { otherFiles } from './weighed-copy';

/** Pure; never throws. A line that cannot be read answers with an error and its id. */
export function sizeLine(json: unknown): SizeAnswer | SizeFailure {
  const id = idOf(json);
  try {
    const parsed = sizeRequestSchema.safeParse(json);
    return parsed.success ? answer(parsed.data, id) : { id, error: unreadLine(parsed.error.issues, json) };
  } catch (error) {
    if (isFleetError(error)) return { id, error: refusedLine(error) };
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

function answer(request: SizeRequest, id: SizeAnswer['id']): SizeAnswer | SizeFailure {
  const { found, card, engine } = partsOf(request);
  const mistyped = nearNames(request, { model: found === null, gpu: card === null, engine: modelOf(request) === null });
  if (mistyped.length > 0) return { id, error: mistypedLine(mistyped) };
  const absent = [
    ...(found === null
      ? [
          `modelConfig: ${request.model === undefined ? 'no model is given' : `${request.model} is not in the catalog${didYouMean(repositoryMeant(request.model))}`}`,
        ]
      : []),
    ...(card === null ? [`memoryGiB: ${whyUnknown(request.gpu)}${didYouMean(cardMeant(request.gpu))}`] : []),
    ...(engine === null ? [unknownEngine(request)] : []),
  ];
  if (found === null || card === null || engine === null) return unanswered(id, absent, []);
  return sized({ request, id, found, card, engine, notes: [...found.notes, ...card.notes] });
}

const unknownEngine = (request: SizeRequest) =>
  modelOf(request) === null ? `memory accounting of ${request.engine}` : `engineVersion: '${request.engineVersion}' is not a release`;

function unanswered(id: SizeAnswer['id'], missing: readonly string[], notes: readonly string[]): SizeAnswer {
  const reason = `not known: ${missing.join('; ')}`;
  const unknown = { perGpuGiB: null, kvBytesPerToken: null, kvTokens: null, maxConcurrency: null, price: null, repairs: [] };
  return { id, verdict: 'uncertain', reason, missing, ...unknown, notes };
}

interface Known {
  readonly request: SizeRequest;
  readonly id: SizeAnswer['id'];
  readonly found: FoundModel;
  readonly card: FoundGpu;
  readonly engine: ReplicaEngine;
  readonly notes: readonly string[];
}

function sized(known: Known): SizeAnswer {
  const { request, found, card } = known;
  const asked = replicaOf(request, found, card.gpu, known.engine);
  const spec = plannedReplica(poolOf(request, asked.spec, toldBy(request), []));
  const estimate = estimateReplica(spec);
  const unknown = [...estimate.missing, ...asked.missing];
  if (unknown.length > 0) return unanswered(known.id, unknown, known.notes);
  const format = formatOf(request, estimate, found);
  const told = { ...toldBy(request), ...format };
  const { range, open, notes: engineNotes } = engineModelOf(spec).unsaid(spec, told);
  const pool = poolOf(request, asked.spec, told, asked.doubts, card.board);
  const judged = inEightBits(judge(pool, request), pool, known);
  const names = { name: request.gpu, taken: card.gpu, others: card.others };
  const ofPool = asPool(known, judged);
  const boards = onOtherBoards(names, { verdict: judged.verdict, range }, (gpu) => onBoard(gpu, known, pool));
  const latency = latencyOf(spec, request, estimate);
  const targets = latency.latency === undefined ? [] : targetsOf(spec, request, estimate);
  const inMemory = {
    verdict: boards.decides ? ('uncertain' as const) : judged.verdict,
    reason: boards.decides ? boards.missing[0] : judged.reason,
  };
  const { verdict, reason } = withTargets(inMemory, request, targets);
  return {
    id: known.id,
    verdict,
    ...(reason === undefined ? {} : { reason }),
    missing: unique([
      ...boards.missing,
      ...card.missing,
      ...judged.missing,
      ...open,
      ...format.formatOpen,
      ...(judged.verdict === 'uncertain' ? undecided(request) : []),
      ...latency.missing,
      ...targets.flatMap((target) => (target.verdict === 'uncertain' ? [`latency: your own measurement, for ${target.metric}`] : [])),
    ]),
    perGpuGiB: termsOf(spec, estimate, boards.range),
    kvBytesPerToken: estimate.kvBytesPerTokenPerGpu,
    kvTokens: estimate.kvTokens,
    maxConcurrency: estimate.maxConcurrency === null ? null : Number(estimate.maxConcurrency.toFixed(2)),
    ...(latency.latency === undefined ? {} : { latency: latency.latency }),
    ...(targets.length === 0 ? {} : { targets }),
    price: priceFor(card.board, gpusOf(request, spec)),
    repairs:
      verdict === 'rejected' && request.repairs
        ? [
            ...(judged.verdict === 'rejected' ? repairsOf(pool, request, holds) : []),
            ...latencyRepairs(request, targets, {
              holds,
              usdPerHour: (changed) =>
                priceFor(card.board, changed.dataParallel * changed.tensorParallel * changed.pipelineParallel)?.usdPerHour ?? null,
            }),
          ]
        : [],
    notes: [
      ...known.notes,
      ...boards.notes,
      ...asked.notes,
      ...(request.checkpointGiB === undefined || found.filesBeyond !== undefined
        ? []
        : otherFiles(asked.spec.model, request.checkpointGiB)),
      ...(mayHalveCache(request, found)
        ? ['kvCacheDtype not given: 16 bit counted; a checkpoint that asks for fp8 holds twice as many tokens']
        : []),
      ...admissionNotes(request, spec),
      ...notesOf(request, spec, engineNotes),
      ...ofPool,
      ...latency.notes,
    ],
  };
}

/** What is refused with a cache in 16 bit and held in fp8 is uncertain where the checkpoint may ask for fp8. */
function inEightBits(judged: Judged, pool: PoolInput, { request, found }: Known): Judged {
  if (judged.verdict !== 'rejected' || !mayHalveCache(request, found)) return judged;
  const { verdict } = judge({ ...pool, replica: { ...pool.replica, kvCacheDtype: 'fp8' } }, request);
  if (verdict === 'rejected') return judged;
  const asked = `kvCacheDtype: ${request.model ?? 'the checkpoint'} may ask for fp8, which holds twice as many tokens`;
  return { verdict: 'uncertain', reason: asked, missing: [...judged.missing, asked] };
}

/** Where the defaults of a pool change the verdict, whoever goes on to write one is told. */
function asPool({ request, found, card, engine }: Known, { verdict }: Judged): string[] {
  if (request.defaults === 'pool') return [];
  const [asked, pools] = [request, { ...request, defaults: 'pool' } as const].map((one) => replicaOf(one, found, card.gpu, engine));
  if (asked === undefined || pools === undefined || isSameMemory(asked.spec, pools.spec)) return [];
  const estimate = estimateReplica(plannedReplica(poolOf(request, pools.spec, toldBy(request), [])));
  if (estimate.missing.length > 0) return [];
  const told = { ...toldBy(request), ...formatOf(request, estimate, found) };
  const { verdict: other } = judge(poolOf(request, pools.spec, told, pools.doubts, card.board), request);
  return other === verdict ? [] : [`with the defaults of a pool the verdict is ${other}, not ${verdict}: ask with defaults: pool`];
}

const isSameMemory = (one: ReplicaSpec, other: ReplicaSpec): boolean =>
  one.gpuMemoryUtilization === other.gpuMemoryUtilization && one.kvCacheDtype === other.kvCacheDtype;

/** The same question on another board. */
function onBoard(gpu: Gpu, { request, found, engine }: Known, { told: given, doubts }: PoolInput): OnBoard {
  const { spec } = replicaOf(request, found, gpu, engine);
  const told = { ...toldBy(request), ...given };
  const asked = { ...told, compileCache: request.compileCache ?? null };
  const planned = plannedReplica(poolOf(request, spec, told, []));
  const { verdict } = judge(poolOf(request, spec, told, doubts ?? []), request);
  return { verdict, range: estimateReplica(planned).missing.length > 0 ? null : engineModelOf(planned).unsaid(planned, asked).range };
}

/** Whether the question with other keys fits. */
function holds(request: SizeRequest): boolean {
  const { found, card, engine } = partsOf(request);
  if (found === null || card === null || engine === null) return false;
  const { spec, missing, doubts } = replicaOf(request, found, card.gpu, engine);
  const estimate = estimateReplica(plannedReplica(poolOf(request, spec, toldBy(request), [])));
  if (estimate.missing.length + missing.length > 0) return false;
  const told = { ...toldBy(request), ...formatOf(request, estimate, found) };
  const { verdict } = judge(poolOf(request, spec, told, doubts), request);
  if (verdict !== 'fits' && verdict !== 'tight') return false;
  return targetsOf(plannedReplica(poolOf(request, spec, toldBy(request), [])), request, estimate).every(
    (target) => target.verdict !== 'late',
  );
}

const partsOf = (request: SizeRequest) => ({
  found: findModel(request.model, request.modelConfig, request.checkpointGiB),
  card: findGpu(request.gpu, request.memoryGiB ?? null),
  engine: engineOf(request),
});

/** A pool admits what its cache holds of short requests, and its memory is counted so. */
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

const unique = (names: readonly string[]) => [...new Set(names)];
