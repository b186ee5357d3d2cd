/** Pools and stores, one for each row; one pool is removed, one added, one renamed. */
import { type App, TerraformStack } from 'cdktf';
import {
  InferencePool,
  McpServer,
  type ObjectStoreWeightsProps,
  Scaling,
  SessionStore,
  StateStore,
  VectorStore,
  Weights,
} from 'cdktf-agent-fleet';
import type { AnySignalProps } from '../../../lib/elasticity/any-signal-props';
import type { BatchScalingProps } from '../../../lib/elasticity/batch-props';
import type { LatencyScalingProps } from '../../../lib/elasticity/latency-props';
import type { QueueDepthProps } from '../../../lib/elasticity/queue-depth-props';
import type { TokenScalingProps } from '../../../lib/elasticity/tokens-props';
import type { WarmFloorProps } from '../../../lib/elasticity/warm-floor-props';
import {
  ANY_SIGNAL_ROWS,
  BATCH_ROWS,
  LATENCY_ROWS,
  POOL_ROWS,
  QUEUE_DEPTH_ROWS,
  TOKEN_SCALING_ROWS,
  WARM_FLOOR_ROWS,
} from '../rows/pool-rows';
import { JOINED, PREFILL_ROWS } from '../rows/prefill-rows';
import { allAtOnce, type Side, sidesOf } from '../rows/row';
import { MCP_SERVER } from '../rows/service-rows';
import { SESSION_CLIENT, SESSION_ROWS, STATE_ROWS, VECTOR_ROWS } from '../rows/store-rows';
import { OBJECT_STORE_ROWS, STORE_IDENTITY } from '../rows/weights-rows';
import { CLUSTER, dashed, POOL } from './setting';

export function pools(app: App, side: Side): void {
  const stack = new TerraformStack(app, 'changes');
  const cluster = CLUSTER;
  const pool = (id: string, props: object) =>
    new InferencePool(stack, id, { cluster, ...POOL, ...('nodePool' in props ? {} : { nodePool: 'h100' }), ...props });
  for (const [prop, props] of sidesOf(POOL_ROWS, side)) pool(`pool-${dashed(prop)}`, props);
  for (const [prop, prefill] of sidesOf(PREFILL_ROWS, side)) pool(`stages-${dashed(prop)}`, { nodePool: JOINED, prefill });
  for (const [prop, store] of sidesOf(OBJECT_STORE_ROWS, side))
    pool(`streams-${dashed(prop)}`, {
      weights: Weights.objectStore(store as ObjectStoreWeightsProps),
      identity: STORE_IDENTITY,
      huggingFaceToken: undefined,
    });
  pool('pool-queue-depth', { scaling: Scaling.queueDepth(allAtOnce(QUEUE_DEPTH_ROWS, side) as QueueDepthProps) });
  pool('pool-warm-floor', { scaling: Scaling.warmFloor(allAtOnce(WARM_FLOOR_ROWS, side) as WarmFloorProps) });
  pool('pool-latency', { scaling: Scaling.latency(allAtOnce(LATENCY_ROWS, side) as LatencyScalingProps) });
  pool('pool-tokens', { scaling: Scaling.tokens(allAtOnce(TOKEN_SCALING_ROWS, side) as TokenScalingProps) });
  pool('pool-batch', { scaling: Scaling.batch(allAtOnce(BATCH_ROWS, side) as BatchScalingProps) });
  pool('pool-any-signal', { scaling: Scaling.any(allAtOnce(ANY_SIGNAL_ROWS, side) as AnySignalProps) });
  pool(side === 'before' ? 'pool-removed' : 'pool-added', {});
  pool(side === 'before' ? 'pool-old-name' : 'pool-new-name', {});
  for (const [prop, props] of sidesOf(SESSION_ROWS, side)) {
    const store = new SessionStore(stack, `sessions-${dashed(prop)}`, { cluster, ...props });
    if (prop === 'clients') new McpServer(stack, SESSION_CLIENT, { cluster, ...MCP_SERVER, services: [store] });
  }
  for (const [prop, props] of sidesOf(STATE_ROWS, side)) new StateStore(stack, `state-${dashed(prop)}`, { cluster, ...props });
  const held = { dimensions: 1_024, vectors: 100_000 };
  for (const [prop, props] of sidesOf(VECTOR_ROWS, side)) new VectorStore(stack, `vectors-${dashed(prop)}`, { cluster, ...held, ...props });
}
