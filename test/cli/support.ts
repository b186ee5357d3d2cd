/** A terminal that remembers what was written to it. */
import { EXIT } from '../../lib/cli/exit';
import { run } from '../../lib/cli/program';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
}

export async function agentFleet(...args: string[]): Promise<Ran> {
  const out: string[] = [];
  const notes: string[] = [];
  const code = await run(args, { out: (text) => out.push(text), note: (text) => notes.push(text), colours: false, width: 100 });
  return { code, out: out.join(''), notes: notes.join('\n') };
}

export { EXIT };
