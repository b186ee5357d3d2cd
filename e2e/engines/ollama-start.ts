/** The real Ollama, started by the command and the environment of a pool, with a model of one layer and a runner that is played: when it is warm, what it makes of the plan, how it ends. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { Cluster, Engine, Gpu, InferencePool, Model } from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { podEnvironment } from '../agents/pod-environment';
import { workloadsOf } from '../checks/workloads';
import { at, type KubeObject, listAt } from '../cluster/kube-object';
import { buildTools, NotAvailable } from '../control-plane/build';
import { OLLAMA_TOOLS } from '../control-plane/tools';
import { run } from '../machine/command';
import { freePorts } from '../machine/free-ports';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';
import type { Results } from '../report/results';

const SUBJECT = 'parsers';
export const OLLAMA_START =
  'Ollama, started as a pool starts it, is warm before its start-up probe ends, has the slots of the plan, answers and stops';
const SLOTS = 3;
const CONTEXT = 8_192;
const NAME = 'ollama-of-a-pool';
const LOAD_SECONDS = 120;

interface Stage {
  readonly folder: string;
  readonly processes: Processes;
  readonly ollama: string;
  readonly env: NodeJS.ProcessEnv;
  readonly port: number;
}

export async function judgeOllama(results: Results, folder: string, processes: Processes): Promise<void> {
  const start = Date.now();
  const tools = await buildTools(OLLAMA_TOOLS).catch((error: unknown) => {
    if (error instanceof NotAvailable) return error;
    throw error;
  });
  if (tools instanceof NotAvailable) return results.notRun(SUBJECT, OLLAMA_START, tools.message);
  const { problems, note } = await played(tools, folder, processes);
  results.judge(SUBJECT, OLLAMA_START, problems, (Date.now() - start) / 1000, note);
}

async function played(tools: string, folder: string, processes: Processes) {
  fs.mkdirSync(folder, { recursive: true });
  const objects = poolObjects(path.join(folder, 'synth'));
  const containers = workloadsOf(objects).flatMap((pod) => [...pod.containers]);
  const container = containers.find(({ json }) => at(json, 'startupProbe') !== undefined);
  const words = ['command', 'args'].flatMap((field) => listAt(container?.json ?? {}, field).map(String));
  const warm = path.join(folder, 'warm');
  const [port] = await freePorts(1);
  const stage: Stage = {
    folder,
    processes,
    port,
    ...(await programs(
      tools,
      folder,
      podEnvironment(objects, 'pool', [], () => ''),
      port,
    )),
  };
  try {
    await fetched(stage, words.at(-2) ?? '');
    // Left by a container before this one.
    fs.writeFileSync(warm, 'stale');
    const [program = '', ...args] = words.map((word) => word.replaceAll('/tmp/warm', warm));
    processes.start(NAME, program, args, { env: stage.env });
    await waitFor('the server', () => answers(port), { seconds: LOAD_SECONDS, everySeconds: 0.1 });
    const early = fs.existsSync(warm);
    const begin = Date.now();
    await waitFor('the model', () => Promise.resolve(fs.existsSync(warm) ? true : undefined), { seconds: LOAD_SECONDS, everySeconds: 0.2 });
    const seconds = ((Date.now() - begin) / 1000).toFixed(1);
    return { problems: await problemsOf(stage, words.at(-3) ?? '', early), note: `warm ${seconds} s after its health check answers` };
  } finally {
    await processes.end(NAME);
  }
}

function poolObjects(outdir: string): KubeObject[] {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'draft');
  new InferencePool(stack, 'pool', {
    cluster: Cluster.fromKubeconfig({ context: 'workstation', environment: 'development' }),
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    engine: Engine.ollama(),
    quantization: 'q4_k_m',
    gpu: Gpu.RTX_4090,
    maxContextTokens: CONTEXT,
    maxNumSeqs: SLOTS,
  });
  return FleetTemplate.synth(app, 'draft').manifests() as unknown as KubeObject[];
}

/** Ollama looks for its runner beside itself. */
async function programs(tools: string, folder: string, emitted: Readonly<Record<string, string>>, port: number) {
  const bin = path.join(folder, 'bin');
  fs.mkdirSync(bin, { recursive: true });
  const ollama = path.join(bin, 'ollama');
  fs.copyFileSync(path.join(tools, 'ollama'), ollama);
  fs.chmodSync(ollama, 0o755);
  const runner = path.join(__dirname, 'played_runner.py');
  fs.writeFileSync(path.join(bin, 'llama-server'), `#!/bin/sh\nexec python3 ${runner} "$@"\n`, { mode: 0o755 });
  fs.writeFileSync(path.join(bin, 'llama-quantize'), '#!/bin/sh\ncp "$2" "$3"\n', { mode: 0o755 });
  const [home, models] = ['home', 'models'].map((name) => path.join(folder, name)) as [string, string];
  for (const made of [home, models]) fs.mkdirSync(made, { recursive: true });
  const own = { PATH: `${bin}:${process.env['PATH']}`, HOME: home, OLLAMA_MODELS: models, OLLAMA_HOST: `0.0.0.0:${port}` };
  return { ollama, env: { ...emitted, ...own, PLAYED_RUNNER: path.join(folder, 'runner.jsonl') } };
}

/** What the download of the pool leaves behind. */
async function fetched({ folder, processes, ollama, env, port }: Stage, source: string): Promise<void> {
  const [file, model] = [path.join(folder, 'tiny.gguf'), path.join(folder, 'Modelfile')];
  await run('python3', [path.join(__dirname, 'tiny_gguf.py'), file]);
  fs.writeFileSync(model, `FROM ${file}\n`);
  const name = `${NAME}-download`;
  processes.start(name, ollama, ['serve'], { env });
  try {
    await waitFor('the server', () => answers(port), { seconds: LOAD_SECONDS, everySeconds: 0.2 });
    const { code, stderr } = await run(ollama, ['create', source, '-f', model], { env });
    if (code !== 0) throw new Error(`ollama create: ${stderr.slice(-400)}`);
  } finally {
    await processes.end(name);
  }
}

async function answers(port: number): Promise<true | undefined> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/version`).catch(() => undefined);
  return answer?.ok === true ? true : undefined;
}

async function problemsOf({ folder, port, processes }: Stage, served: string, early: boolean): Promise<string[]> {
  const told = fs
    .readFileSync(path.join(folder, 'runner.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);
  const args = told.find((line) => line.includes('--model')) ?? [];
  const after = (flag: string) => args[args.indexOf(flag) + 1];
  const body = JSON.stringify({ model: served, messages: [{ role: 'user', content: 'go' }], stream: false });
  const answer = await fetch(`http://127.0.0.1:${port}/api/chat`, { method: 'POST', body });
  const said = (await answer.json()) as unknown;
  const start = Date.now();
  await processes.end(NAME);
  const seconds = (Date.now() - start) / 1000;
  return [
    ...(early ? ['the start-up probe passes before the model is loaded'] : []),
    ...(after('-np') === String(SLOTS) ? [] : [`${after('-np')} slots, ${SLOTS} are planned`]),
    ...(after('-c') === String(SLOTS * CONTEXT) ? [] : [`a context of ${after('-c')}, ${SLOTS * CONTEXT} is planned`]),
    ...(after('--cache-type-k') === 'f16' ? [] : [`a cache in ${after('--cache-type-k')}`]),
    ...(at(said, 'message', 'content') === 'done' ? [] : [`${served}: ${answer.status} ${JSON.stringify(said).slice(0, 200)}`]),
    ...(seconds < 10 ? [] : [`it takes ${seconds} s to stop`]),
  ];
}
