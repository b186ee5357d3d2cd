/** Models of engines, as programs outside of this room hand them in: every part is there before somebody asks for it. */
import { z } from 'zod';
import type { GpuFacts } from '../../catalog/gpu-facts';
import { checked } from '../../core/checked';
import { isDnsLabel } from '../../core/kubernetes/dns-label';
import { notion } from '../../core/notion';
import { modelByAccounting as byAccounting } from '../engines/by-accounting';
import * as registry from '../engines/registry';
import { callable, engineArgument, positive, shownName } from '../replica-argument';

const engineId = notion('the id of an engine', "lower-case letters, digits and dashes, e.g. 'my-engine'", isDnsLabel);

const spread = z.looseObject({ mean: z.number().min(0), low: positive, high: positive });
const band = z.looseObject({ step: spread, firstToken: spread });
const factor = z.number().min(0).max(1e6);
const vendor = z.enum(['NVIDIA', 'AMD'] satisfies GpuFacts['vendor'][]);
const latency = z.looseObject({
  band,
  correctedBand: band,
  firstToken: z.looseObject({
    compute: factor,
    expertCompute: factor,
    communication: factor,
    steps: factor,
    secondsPerLayer: factor,
    secondsPerExpertLayer: factor.optional(),
    seconds: factor,
    others: factor,
  }),
  stepHighOn: z.partialRecord(vendor, positive).optional(),
  promptGraphTokens: factor.optional(),
  receivesByInterval: z.boolean().optional(),
});

const common = {
  id: engineId,
  spelled: z.instanceof(RegExp, { error: 'expected a pattern, e.g. /^my-?engine$/i' }),
  compared: shownName.nullable(),
  unread: z.array(shownName),
  memoryShare: z.looseObject({
    input: z.enum(['gpuMemoryUtilization', 'engineMemoryFraction']).nullable(),
    setting: shownName.nullable(),
    meaning: shownName,
    besideOthers: z.boolean().optional(),
  }),
  latency,
} as const;

const modelArgument = z.looseObject({
  ...common,
  engine: callable,
  layout: callable,
  supply: callable,
  estimate: callable,
  limits: callable,
  unsaid: callable,
  splitFaults: callable.optional(),
  attentionNeed: callable.optional(),
});

/**
 * Adds the model of an engine that the library does not bring; replicas name it by its id. A model of the same id is replaced.
 *
 * @returns takes the model out again, and puts back the one that it replaced
 * @throws FleetSpecError AF-SPEC-001 when the model lacks a part.
 */
export const registerEngineModel = checked('registerEngineModel', { model: modelArgument }, registry.registerEngineModel);

/**
 * The model of the replica's engine; of an engine that nobody described one that is always uncertain.
 *
 * @throws FleetSpecError AF-SPEC-001 when the engine is none.
 */
export const engineModelOf = checked('engineModelOf', { spec: z.looseObject({ engine: engineArgument }) }, registry.engineModelOf);

const accountedArgument = z.looseObject({
  ...common,
  name: shownName,
  missing: z.array(shownName).optional(),
  decided: callable.optional(),
  slotTokens: callable.optional(),
  accounting: callable,
});

/**
 * An `EngineModel` from the rules by which an engine divides its memory.
 *
 * @throws FleetSpecError AF-SPEC-001 when a part is missing or malformed.
 */
export const modelByAccounting = checked('modelByAccounting', { engine: accountedArgument }, byAccounting);

/**
 * An engine for a `ReplicaSpec`, by any of its usual names. `version` is a release; by default the one that the figures of the engine stand for.
 *
 * @throws FleetSpecError AF-SPEC-001 when nobody knows the engine, or when the text is no release of it.
 */
export const engineToSize = checked('engineToSize', { name: shownName, version: shownName.nullable().optional() }, registry.engineToSize);
