/** Everything the command prints can be read in a terminal of 60 columns. */
import { App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';
import { run } from '../../lib/cli/program';
import { temporaryOutdir } from '../setup/temporary-outdir';

const WIDTH = 60;

async function linesOf(...args: string[]): Promise<string[]> {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  await run(args, { out: write, note: write, colours: false, width: WIDTH });
  return written.join('\n').split('\n');
}

/** A single word that is longer stays whole, so that it can be copied. */
const tooLong = (lines: readonly string[]) =>
  lines.filter((line) => line.length > WIDTH && /\S\s+\S/.test(line.trim().slice(0, WIDTH - 20)));

function synthesized(): string {
  const outdir = temporaryOutdir();
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'research');
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { h100: { gpu: Gpu.H100_SXM, nodes: 4, gpusPerNode: 8 } } });
  const pool = new InferencePool(stack, 'a-planner-with-a-long-name', {
    cluster,
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    gpu: Gpu.H100_SXM,
    gpusPerReplica: 4,
    maxContextTokens: 16_384,
  });
  new AgentFleet(stack, 'fleet', {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 10,
    roles: { writer: { pool, contextTokens: 8_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1' },
  });
  app.synth();
  return outdir;
}

test.each([
  [
    'an answer',
    ['size', '--model', 'llama-3.1-8b-instruct', '--gpu', 'A100', '--sessions', '40', '--context', '8000', '--isl', '500', '--osl', '100'],
  ],
  ['a refusal with repairs', ['size', '--model', 'llama-3.3-70b-instruct', '--gpu', 'h100-sxm-80']],
  ['a question that cannot be read', ['size', '--model', 'x', '--gpu', 'l4', '--tensor-parallel', 'two', '--compile-cache', 'hot']],
  ['a question about what nobody knows', ['size', '--model', 'nobody/knows-this-model', '--gpu', 'no-such-card']],
  ['the models', ['models']],
  ['the GPUs', ['gpus']],
  ['the help', ['--help']],
  ['the help of size', ['size', '--help']],
  ['a missing app', ['plan', '--app-dir', 'no-such-folder']],
  ['an unknown command', ['sise']],
])('%s', async (_, args) => {
  const lines = await linesOf(...args);
  expect(lines.join('').length).toBeGreaterThan(10);
  expect(tooLong(lines)).toEqual([]);
});

test('the images of an app', async () => {
  const lines = await linesOf('images', '--app-dir', synthesized());
  expect(lines.join('\n')).toContain('docker.io/vllm/vllm-openai');
  expect(tooLong(lines)).toEqual([]);
});

test('a plan', async () => {
  const lines = await linesOf('plan', '--app-dir', synthesized());
  expect(lines.join('\n')).toContain('a-planner-with-a-long-name');
  expect(lines.join('\n')).toContain('4 × H100 SXM');
  expect(tooLong(lines)).toEqual([]);
});
