/** One pool behind a router whose routes have timeouts of seconds and limits of two: short enough to be waited for. */
import { App, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, LiteLLMRouter, Model } from 'cdktf-agent-fleet';

const app = new App();
const cluster = Cluster.fromKubeconfig({
  context: 'e2e',
  nodePools: { gpu: { gpu: Gpu.L40S, gpusPerNode: 4, nodes: 1 }, cpu: { nodes: 2 } },
});
const stack = new TerraformStack(app, 'limits');
const pool = new InferencePool(stack, 'engine', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
const router = new LiteLLMRouter(stack, 'router', { cluster, replicas: 1, retries: 1, requestTimeoutSeconds: 30 });
for (const alias of ['silent', 'streaming']) router.addRoute({ alias, pool, timeoutSeconds: 3, streamTimeoutSeconds: 1 });
router.addRoute({ alias: 'narrow', pool, timeoutSeconds: 20, maxParallelRequests: 2 });
router.addRoute({ alias: 'planned', pool });
app.synth();
