/** A pool that may not start is no plain yes, although its memory fits. */
import { TerraformStack, Testing } from 'cdktf';
import { acknowledge, Cluster, Engine, Gpu, InferencePool, type InferencePoolProps, Model } from 'cdktf-agent-fleet';
import { renderPlan } from '../../lib/report/render-plan';
import { templateOf } from '../setup/template-of';

const LORA = { adapters: [{ name: 'support', source: 'acme/support-lora', rank: 16 }] };

function planOf(props: Partial<InferencePoolProps>, accepts = false) {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'research');
  new InferencePool(stack, 'workers', {
    cluster: Cluster.fromKubeconfig({ context: 'prod' }),
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 8_192,
    ...props,
  });
  if (accepts) acknowledge(stack, { rule: 'AF-ENG-027', reason: 'tried on one card', owner: 'platform team' });
  return templateOf(app, 'research').plan();
}

test.each<[string, Partial<InferencePoolProps>]>([
  ['adapters on SGLang in fp8', { engine: Engine.sglang(), quantization: 'fp8', ...LORA }],
  ['adapters on GPT-OSS', { model: Model.GPT_OSS_20B, ...LORA }],
])('%s: the verdict is uncertain, and the table says why', (_, props) => {
  for (const plan of [planOf(props), planOf(props, true)]) {
    expect(plan.pools[0]).toMatchObject({ verdict: 'uncertain', doubts: ['AF-ENG-027'] });
    const text = renderPlan(plan, { colours: false, width: 160 });
    expect(text).toContain('not known: whether it starts and serves as asked (AF-ENG-027)');
    expect(text).not.toContain('KV cache of a replica between');
  }
});

test('what is known to be served otherwise, and hints, leave the verdict as it is', () => {
  const [pool] = planOf({}).pools;
  expect(pool).toMatchObject({ verdict: 'fits' });
  expect(pool).not.toHaveProperty('doubts');
});
