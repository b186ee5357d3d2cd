/** A pool of Ollama: for development, one GGUF file on one card, a slot for each session; what it cannot do is refused by name. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { waitFor } from '../../e2e/machine/wait';
import { AgentFleet, LiteLLMRouter, ObservabilityStack, Scaling, Topology, Weights } from '../../lib';
import { Engine } from '../../lib/catalog/engines/engine';
import { GGUF_SCHEMES } from '../../lib/catalog/gguf';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { SecretRef } from '../../lib/core/secret-ref';
import { ollamaAdapter } from '../../lib/inference/engines/ollama/adapter';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { poolFindings } from '../../lib/inference/pool-findings';
import type { PoolView } from '../../lib/inference/pool-view';
import { servingSpec } from '../../lib/inference/serving';
import { Speculative } from '../../lib/inference/speculative';
import { Cluster } from '../../lib/platform/cluster';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { manifest, pool, refusal, research } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

const engine = Engine.ollama();
const development = { environment: 'development' } as const;
const cluster = Cluster.fromKubeconfig({ context: 'c', ...development });
const onCard: Partial<InferencePoolProps> = { engine, gpu: Gpu.RTX_4090, quantization: 'q4_k_m', maxContextTokens: 8_192 };

function made(props: Partial<InferencePoolProps> = {}): PoolView {
  const app = new App({ outdir: temporaryOutdir() });
  return pool({ stack: new TerraformStack(app, 'research'), cluster }, 'p', { ...onCard, ...props }).view();
}

test('it is refused in production, warned about in staging, and named in development', () => {
  const severity = (environment: 'production' | 'staging' | 'development') => {
    const app = new App({ outdir: temporaryOutdir() });
    const other = Cluster.fromKubeconfig({ context: 'c', environment });
    const view = pool({ stack: new TerraformStack(app, 'research'), cluster: other }, 'p', onCard).view();
    return poolFindings(view).find(({ code }) => code === 'AF-ENG-003')?.severity;
  };
  expect([severity('production'), severity('staging'), severity('development')]).toEqual(['error', 'warning', 'info']);
});

test('the file is that of the library, or of the repository that is named, by its scheme', () => {
  const source = (props: Partial<InferencePoolProps>) => ollamaAdapter.args(servingSpec(made(props)))[1];
  expect(source({})).toBe('llama3.1:8b-instruct-q4_K_M');
  expect(source({ quantization: 'q8_0' })).toBe('llama3.1:8b-instruct-q8_0');
  expect(source({ checkpoint: 'acme/tuned-GGUF', quantization: 'q6_k' })).toBe('hf.co/acme/tuned-GGUF:Q6_K');
});

test('another scheme of the same repository is another download', () => {
  const repositories = (quantization: 'q4_k_m' | 'q8_0') =>
    ollamaAdapter.repositories(servingSpec(made({ checkpoint: 'acme/tuned-GGUF', quantization })));
  expect(repositories('q4_k_m')).not.toEqual(repositories('q8_0'));
});

test('a pool of which nobody asks anything has one slot', () => {
  expect(ollamaAdapter.args(servingSpec(made())).at(-1)).toBe('1');
});

test('a context of which not one slot fits is told so', () => {
  const { problems } = refusal((setting) => pool(setting, 'p', { ...onCard, maxNumSeqs: 2, maxContextTokens: 131_072 }));
  expect(problems).toContainEqual(
    expect.objectContaining({ code: 'AF-ENG-027', prop: 'maxNumSeqs', allowed: 'a shorter maxContextTokens' }),
  );
});

test('slots that the card cannot hold are refused with the number that it can', () => {
  const { problems } = refusal((setting) => pool(setting, 'p', { ...onCard, maxNumSeqs: 64 }));
  const told = problems.find(({ code, prop }) => code === 'AF-ENG-027' && prop === 'maxNumSeqs');
  const slots = Number(/maxNumSeqs: (\d+)/.exec(String(told?.repairs[0]))?.[1]);
  expect(slots).toBeGreaterThan(1);
  const refusedWith = (maxNumSeqs: number) =>
    poolFindings(made({ maxNumSeqs })).filter(({ code, prop }) => code === 'AF-ENG-027' && prop === 'maxNumSeqs');
  expect(refusedWith(slots)).toEqual([]);
  expect(refusedWith(slots + 1)).toHaveLength(1);
});

test('a session takes a slot of the longest context, however short it is', () => {
  const supply = made({ maxNumSeqs: 4 }).verdict.supply;
  expect(supply.kvBytesPerToken).toBe(131_072);
  expect(supply.kvTokens % 8_192).toBe(0);
  const weights = supply.terms.find(({ id }) => id === 'weights')?.perGpuGiB ?? 0;
  // 8.03 billion parameters of 4.89 bits.
  expect(weights).toBeCloseTo(4.58, 1);
});

interface Container {
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly startupProbe: object;
  readonly readinessProbe: { readonly httpGet: { readonly path: string } };
}
interface Deployment {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly Container[]; readonly initContainers: readonly Container[] } };
  };
}

function crew(setting: Parameters<Parameters<typeof research>[0]>[0], props: Partial<InferencePoolProps> = {}): void {
  const workers = pool(setting, 'workers', { ...onCard, ...props });
  const router = new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster });
  router.addRoute({ alias: 'small', pool: workers });
  const fleet = new AgentFleet(setting.stack, 'crew', {
    cluster: setting.cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 3,
    roles: { writer: { pool: workers, contextTokens: 2_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
  });
  new ObservabilityStack(setting.stack, 'observability', { cluster: setting.cluster, fleets: [fleet] });
}

describe('a fleet of a developer', () => {
  const template = research((setting) => crew(setting), development);
  const { containers, initContainers } = manifest<Deployment>(template, 'Deployment', 'workers').spec.template.spec;
  const [container] = containers;
  const variable = (wanted: string) => container?.env.find(({ name }) => name === wanted)?.value;

  test('starts with a slot for each of three sessions, in powers of two, the context, and keeps the model loaded', () => {
    expect(container?.args).toEqual(['llama-3.1-8b-instruct', 'llama3.1:8b-instruct-q4_K_M', '4']);
    expect(variable('OLLAMA_CONTEXT_LENGTH')).toBe('8192');
    expect(variable('OLLAMA_KEEP_ALIVE')).toBe('-1');
    expect(container?.readinessProbe.httpGet.path).toBe('/api/version');
  });

  test('gets no request before the model is loaded, which the health check of the engine does not wait for', () => {
    expect(container?.startupProbe).toMatchObject({ exec: { command: ['test', '-f', '/tmp/warm'] } });
    expect(container?.startupProbe).not.toHaveProperty('httpGet');
  });

  test('fetches the file before it serves, under the name that clients send', () => {
    expect(initContainers[0]?.command).toEqual(
      expect.arrayContaining(['/models', 'llama-3.1-8b-instruct', 'llama3.1:8b-instruct-q4_K_M']) as unknown,
    );
  });

  test('is routed by its own client at the root of the server', () => {
    const config = manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'router').data['config.yaml'] ?? '';
    expect(config).toContain('ollama_chat/llama-3.1-8b-instruct');
    expect(config).toMatch(/api_base: "?http:\/\/workers\.research\.svc\.cluster\.local:11434"?\n/);
  });

  test('is not scraped, and the plan says so', () => {
    const names = template.manifests().filter(({ metadata }) => metadata.name === 'workers');
    expect(names.map(({ kind }) => kind)).not.toContain('PodMonitor');
    expect(template.plan().findings).toContainEqual(expect.objectContaining({ code: 'AF-ENG-044', path: 'research/workers' }));
    expect(JSON.stringify(manifest(template, 'PrometheusRule', 'observability'))).not.toMatch(
      /AgentFleetQueueLong|AgentFleetPoolDown|null/,
    );
  });
});

test('sessions that do not fit in slots are refused, although their tokens would', () => {
  const asked = (contextTokens: number, maxContextTokens: number) =>
    isRefused((setting) => {
      const workers = pool(setting, 'workers', { ...onCard, maxContextTokens });
      new AgentFleet(setting.stack, 'crew', {
        cluster: setting.cluster,
        topology: Topology.flat({ agents: ['writer'] }),
        concurrentWorkflows: 20,
        roles: { writer: { pool: workers, contextTokens } },
        runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
      });
    });
  expect(asked(2_000, 2_048)).toBe(false);
  expect(asked(2_000, 32_768)).toBe(true);
});

function isRefused(build: Parameters<typeof research>[0]): boolean {
  try {
    research(build, development);
    return false;
  } catch {
    return true;
  }
}

test.each<[string, Partial<InferencePoolProps>, string, string]>([
  ['production', {}, 'AF-ENG-003', 'engine'],
  ['scaling by a queue that nobody writes', { scaling: Scaling.queueDepth({ min: 1, max: 2 }) }, 'AF-ELA-013', 'scaling'],
  ['no scheme', { quantization: 'checkpoint' }, 'AF-ENG-027', 'quantization'],
  ['a scheme that nobody has read', { quantization: 'q2_k' }, 'AF-ENG-033', 'quantization'],
  ['weights of other engines', { quantization: 'awq', checkpoint: 'acme/llama-awq' }, 'AF-ENG-033', 'quantization'],
  ['a path', { checkpoint: '/models/llama.gguf' }, 'AF-ENG-027', 'checkpoint'],
  ['an encoder', { model: Model.BGE_M3, maxContextTokens: 512 }, 'AF-ENG-027', 'engine'],
  ['two cards', { gpusPerReplica: 2 }, 'AF-ENG-027', 'gpusPerReplica'],
  ['a cache in fp8', { kvCacheDtype: 'fp8' }, 'AF-ENG-027', 'kvCacheDtype'],
  ['a batch', { maxNumBatchedTokens: 1_024 }, 'AF-ENG-027', 'maxNumBatchedTokens'],
  ['drafts', { speculative: Speculative.promptLookup({ tokens: 4 }) }, 'AF-ENG-027', 'speculative'],
  ['a chat template', { chatTemplate: '/models/t.jinja' }, 'AF-ENG-027', 'chatTemplate'],
  ['a token', { huggingFaceToken: SecretRef.existing('hub', 'token') }, 'AF-ENG-027', 'huggingFaceToken'],
  ['host memory', { offload: { weightsGiBPerGpu: 4 } }, 'AF-ENG-027', 'offload.weightsGiBPerGpu'],
  ['a share of the card', { gpuMemoryUtilization: 0.9 }, 'AF-ENG-035', 'gpuMemoryUtilization'],
  ['a card of AMD', { gpu: Gpu.MI300X }, 'AF-ENG-028', 'engine'],
  ['flags', { extraArgs: ['--verbose'] }, 'AF-ENG-022', 'extraArgs'],
  ['slots by variable', { env: { OLLAMA_NUM_PARALLEL: '8' } }, 'AF-ENG-037', 'env.OLLAMA_NUM_PARALLEL'],
  ['memory kept free by variable', { env: { OLLAMA_GPU_OVERHEAD: '1000000' } }, 'AF-ENG-032', 'env.OLLAMA_GPU_OVERHEAD'],
])('%s is refused: the prop, and one thing to type', (_, props, code, prop) => {
  const { problems } = refusal((setting) => pool(setting, 'p', { ...onCard, ...props }));
  const told = problems.filter((problem) => problem.code === code && problem.prop === prop);
  expect(told).toHaveLength(1);
  expect(told[0]?.repairs.length).toBeGreaterThan(0);
});

test.each(GGUF_SCHEMES)('no other engine takes a file in %s', (quantization) => {
  for (const other of [Engine.vllm(), Engine.sglang()]) {
    const { problems } = refusal((setting) => pool(setting, 'p', { engine: other, quantization, checkpoint: `acme/llama-GGUF` }));
    expect(problems).toContainEqual(expect.objectContaining({ code: 'AF-ENG-033', prop: 'quantization' }));
  }
});

/** Undefined for a file that is not there. */
function textOf(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A client that writes down what it is asked, and a server that runs until it is told to stop. */
const CLIENT = `#!/bin/sh
echo "$OLLAMA_NUM_PARALLEL $*" >> "$LOG"
case $1 in
  serve) trap 'echo stopped >> "$LOG"; exit 0' TERM; touch "$LOG.up"; while :; do sleep 0.05; done ;;
  list) test -f "$LOG.up" ;;
  show) test -f "$LOG.copied" ;;
  cp) touch "$LOG.copied" ;;
esac
`;

describe('the programs, with a client that writes down what it is asked', () => {
  const folder = temporaryOutdir();
  fs.writeFileSync(path.join(folder, 'ollama'), CLIENT, { mode: 0o755 });
  // Who waits a second for the server waits a twentieth here.
  fs.writeFileSync(path.join(folder, 'sleep'), '#!/bin/sh\nexec /bin/sleep 0.05\n', { mode: 0o755 });
  const environment = (log: string) => ({ ...process.env, PATH: `${folder}:${process.env['PATH']}`, LOG: path.join(folder, log) });
  const askedIn = (log: string): string[] => {
    const { LOG } = environment(log);
    return fs.existsSync(LOG) ? fs.readFileSync(LOG, 'utf8').trim().split('\n') : [];
  };
  const run = (log: string, [program = '', ...args]: readonly string[]) => {
    const { status } = spawnSync(program, args, { env: environment(log), timeout: 20_000, killSignal: 'SIGTERM' });
    return { status, asked: askedIn(log) };
  };
  const spec = servingSpec(made());
  const download = ollamaAdapter.download(spec, '.done/marker').map((word) => word.replace(/^\/models/, path.join(folder, 'models')));

  test('the download pulls, names, writes its marker and ends; with a marker it asks nothing', () => {
    const first = run('download', download);
    expect(first.status).toBe(0);
    const asked = first.asked.filter((line) => /pull|cp|stopped/.test(line)).map((line) => line.trim());
    expect(asked.slice(0, 2)).toEqual(['pull llama3.1:8b-instruct-q4_K_M', 'cp llama3.1:8b-instruct-q4_K_M llama-3.1-8b-instruct']);
    expect(fs.existsSync(path.join(folder, 'models/.done/marker'))).toBe(true);
    expect(run('again', download)).toEqual({ status: 0, asked: [] });
  });

  test('the server is given its slots, loads the model before anybody asks, and passes a stop on', async () => {
    const words = [...(ollamaAdapter.command?.(spec) ?? []), ...ollamaAdapter.args({ ...spec, supply: { ...spec.supply, maxNumSeqs: 3 } })];
    const warm = path.join(folder, 'warm');
    fs.writeFileSync(warm, 'of the container before');
    const [program = '', ...args] = words.map((word) => word.replaceAll('/tmp/warm', warm));
    const server = spawn(program, args, { env: environment('serve') });
    const ended = once(server, 'close');
    await waitFor('the loaded model', async () => (textOf(warm) === '' ? true : undefined), { seconds: 20, everySeconds: 0.02 });
    server.kill('SIGTERM');
    await ended;
    const asked = askedIn('serve');
    expect(asked).toContain('3 serve');
    expect(asked.map((line) => line.trim())).toEqual(
      expect.arrayContaining(['cp llama3.1:8b-instruct-q4_K_M llama-3.1-8b-instruct', 'run llama-3.1-8b-instruct', 'stopped']),
    );
  });
});

test('a claim that exists is served without a download', () => {
  const template = research((setting) => void pool(setting, 'p', { ...onCard, weights: Weights.existingClaim('store') }), development);
  expect(manifest<Deployment>(template, 'Deployment', 'p').spec.template.spec.initContainers ?? []).toEqual([]);
});
