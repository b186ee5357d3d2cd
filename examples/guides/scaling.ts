/** More replicas when requests wait, before the office opens, and when first tokens are late; what a day needs stands in the plan. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, Model, Scaling } from 'cdktf-agent-fleet';

export function byQueueAndClock(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const stack = new TerraformStack(app, 'scaling');
  const pool = { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 };
  new InferencePool(stack, 'assistant', {
    ...pool,
    scaling: Scaling.queueDepth({
      min: 2,
      max: 8,
      schedule: {
        timeZone: 'Europe/Berlin',
        windows: { office: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00', replicas: 6 } },
      },
    }),
  });
  const windows = Scaling.windowsByHour({
    // replicasByHour of a role in fleet.plan.json
    replicasByHour: [1, 1, 1, 1, 1, 1, 2, 4, 6, 6, 6, 6, 6, 6, 6, 6, 4, 4, 2, 2, 1, 1, 1, 1],
    min: 2,
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  });
  new InferencePool(stack, 'support', { ...pool, scaling: Scaling.queueDepth({ min: 2, max: 8, schedule: { timeZone: 'UTC', windows } }) });
}

export function bySeveralSignals(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const stack = new TerraformStack(app, 'signals');
  new InferencePool(stack, 'writer', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
    // Without ttftSeconds and promptTokens they follow from the roles on the pool.
    scaling: Scaling.any({ min: 2, max: 8, signals: ['latency', 'tokens'], ttftSeconds: 1, promptTokens: 1_500 }),
  });
}
