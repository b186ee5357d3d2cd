/** The policies that the library brings: the props of each, and its signals. */
import type { z } from 'zod';
import { anySignalSchema } from './any-signal-props';
import { batchScalingSchema } from './batch-props';
import { latencyScalingSchema } from './latency-props';
import { queueDepthSchema } from './queue-depth-props';
import type { ScalingKind } from './signal-scaling';
import { tokenScalingSchema } from './tokens-props';
import { warmFloorSchema } from './warm-floor-props';

export const QUEUE_DEPTH: ScalingKind<z.output<typeof queueDepthSchema>> = {
  policy: 'queueDepth',
  schema: queueDepthSchema,
  signals: () => ['queue'],
};

export const WARM_FLOOR: ScalingKind<z.output<typeof warmFloorSchema>> = {
  policy: 'warmFloor',
  schema: warmFloorSchema,
  signals: () => ['queue'],
};

export const LATENCY: ScalingKind<z.output<typeof latencyScalingSchema>> = {
  policy: 'latency',
  schema: latencyScalingSchema,
  signals: () => ['queue', 'latency'],
};

export const TOKEN: ScalingKind<z.output<typeof tokenScalingSchema>> = {
  policy: 'tokens',
  schema: tokenScalingSchema,
  signals: () => ['tokens'],
};

export const BATCH: ScalingKind<z.output<typeof batchScalingSchema>> = {
  policy: 'batch',
  schema: batchScalingSchema,
  signals: () => ['tasks'],
};

export const ANY: ScalingKind<z.output<typeof anySignalSchema>> = {
  policy: 'any',
  schema: anySignalSchema,
  // Requests that still wait have no first token yet.
  signals: ({ signals }) => (signals.includes('latency') && !signals.includes('queue') ? ['queue', ...signals] : signals),
};
