/** More replicas when requests wait, and before the office opens; what a day needs stands in the plan. */
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
