/** Ray's classes for serve configurations, as its wheel has them, with vLLM's own classes of the release that Ray brings; without a GPU. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { lastLines, run } from '../machine/command';
import { installPython } from '../sessions/python-tools';
import { engineRequirements, SCRIPTS, unpackedWheel } from './engine-parser';

export class ServeConfigReader {
  private constructor(
    private readonly python: string,
    private readonly wheel: string,
    private readonly ray: string,
    private readonly vllm: string,
  ) {}

  /** @throws NotAvailable where Python, PyPI or a release is missing */
  static async open(ray: string, vllm: string): Promise<ServeConfigReader> {
    const programs = await installPython('ray-serve', [
      `ray[serve]==${ray}`,
      'email-validator',
      'python-multipart',
      ...engineRequirements(),
    ]);
    return new ServeConfigReader(path.join(programs, 'python'), await unpackedWheel(programs, 'vllm', vllm), ray, vllm);
  }

  get name(): string {
    return `Ray ${this.ray} with vLLM ${this.vllm}`;
  }

  /** What Ray says against each text; undefined where it takes it. */
  async complaints(texts: readonly string[], folder: string): Promise<(string | undefined)[]> {
    fs.mkdirSync(folder, { recursive: true });
    const [asked, answered] = [path.join(folder, 'asked.json'), path.join(folder, 'complaints.json')];
    fs.writeFileSync(asked, JSON.stringify(texts));
    const args = [path.join(__dirname, 'try_serve_configs.py'), SCRIPTS, this.wheel, this.vllm, asked, answered];
    const { code, stderr } = await run(this.python, args, { cwd: folder });
    if (code !== 0) throw new Error(`the classes of ${this.name} cannot be loaded: ${lastLines(stderr, 3)}`);
    return (JSON.parse(fs.readFileSync(answered, 'utf8')) as (string | null)[]).map((complaint) => complaint ?? undefined);
  }
}
