/** What a comparison of two apps says of pods that load their model again. */
import { AgentFleet, Cluster, Engine, Gpu, InferencePool, type InferencePoolProps, Model, Topology } from 'cdktf-agent-fleet';
import { App, TerraformStack } from '../../../lib/terraform/engine';
import { temporaryOutdir } from '../../setup/temporary-outdir';
import { agentFleet } from '../support';

function app(props: Partial<InferencePoolProps> = {}, concurrentWorkflows = 10): string {
  const outdir = temporaryOutdir();
  const made = new App({ outdir });
  const stack = new TerraformStack(made, 'research');
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const given = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_SXM, maxContextTokens: 8_192 };
  const workers = new InferencePool(stack, 'workers', { ...given, ...props });
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows,
    roles: { writer: { pool: workers, contextTokens: 4_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
  });
  made.synth();
  return outdir;
}

const before = app();
const oneLine = (text: string) => text.replace(/\s+/g, ' ');

describe('vLLM becomes SGLang on one replica', () => {
  const after = app({ engine: Engine.sglang() });
  const sentence = /the replica of workers is replaced: workers does not answer for about [\d,]+ s/;

  test.each(['text', 'markdown'])('as %s', async (format) => {
    expect(oneLine((await agentFleet('diff', before, after, '--format', format)).out)).toMatch(sentence);
  });

  test('as JSON', async () => {
    const [stack] = JSON.parse((await agentFleet('diff', before, after, '--json')).out).stacks;
    expect(stack.restarts).toEqual([
      {
        name: 'workers',
        path: 'research/workers',
        replacement: 'one by one',
        replicas: { min: 1, max: 1 },
        secondsPerReplica: expect.any(Number),
        answers: 'no',
        fitsMeanwhile: false,
      },
    ]);
  });
});

test('two replicas go one after the other', async () => {
  const { out } = await agentFleet('diff', app({ replicas: 2 }), app({ replicas: 2, quantization: 'fp8' }));
  expect(oneLine(out)).toMatch(/replicas of workers are replaced one by one, 2 × about [\d,]+ s: the demand fits on one replica less/);
});

test.each([
  ['nothing', before],
  ['a replica more', app({ replicas: 2 })],
])('%s replaces no pods', async (_, after) => {
  const [stack] = JSON.parse((await agentFleet('diff', before, after, '--json')).out).stacks;
  expect(stack.restarts).toEqual([]);
});
