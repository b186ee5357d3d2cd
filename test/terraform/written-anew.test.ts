/** What one synthesis has made is kept for it: whatever is said to a construct afterwards is in the next one. */
import { App, TerraformStack, Testing } from 'cdktf';
import { Cluster, Gpu, InferencePool, LiteLLMRouter, Model, StateStore } from 'cdktf-agent-fleet';
import { imageReference, Pins } from '../../lib/catalog/pins';
import { client, findings } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

function fleet() {
  const stack = new TerraformStack(new App({ outdir: temporaryOutdir() }), 'research');
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const router = new LiteLLMRouter(stack, 'router', { cluster });
  const pool = (id: string) =>
    new InferencePool(stack, id, { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.A100_80GB_PCIE, maxContextTokens: 8_192 });
  return { stack, cluster, router, pool };
}

const written = (stack: TerraformStack) => Testing.synth(stack);

describe('after a synthesis', () => {
  test('another pool takes over from a route', () => {
    const { stack, router, pool } = fleet();
    router.addRoute({ alias: 'planner', pool: pool('large'), owner: 'a' });
    router.addRoute({ alias: 'small', pool: pool('small'), owner: 'a' });
    expect(written(stack)).not.toContain('planner: [small]');
    const before = written(stack);
    router.fallback({ alias: 'planner', to: ['small'], when: 'failure' });
    expect(written(stack)).not.toBe(before);
  });

  test('a client has a key', () => {
    const { stack, cluster, router, pool } = fleet();
    router.addRoute({ alias: 'planner', pool: pool('large'), owner: 'a' });
    expect(written(stack)).not.toContain('notebook');
    router.admit(client({ stack, cluster }, 'notebook'));
    expect(written(stack)).toContain('notebook');
  });
});

test('the image of a database is known before the database is written', () => {
  const postgres = imageReference(Pins.images.postgres);
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', imageDigests: { [postgres]: `sha256:${'a'.repeat(64)}` } });
  const found = findings(({ stack }) => void new StateStore(stack, 'state', { cluster }));
  expect(found.filter(({ code }) => code === 'AF-SUP-002')).toEqual([]);
});
