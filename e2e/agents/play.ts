/** What acts on agents have in common: the program of two agents, and a condition with what is wrong without it. */
import * as path from 'node:path';
import { run } from '../machine/command';
import { waitFor } from '../machine/wait';
import type { AgentsStage } from './stage';

export const PAIR = path.resolve(__dirname, '../../examples/two-agents/agents/pair.py');

interface Ended {
  readonly resumed: readonly string[];
  readonly fact: string;
  readonly text: string;
}

export async function pair(stage: AgentsStage, thread: string, env: NodeJS.ProcessEnv = {}) {
  const program = path.join(stage.programs.python, 'python');
  const result = await run(program, [PAIR, thread, 'What is in the engine?'], {
    env: { ...stage.environmentOf('pair-agents'), ...env },
    timeoutSeconds: 180,
  });
  return { ...result, ended: result.code === 0 ? (JSON.parse(result.stdout) as Ended) : undefined };
}

/** The writer gets no answer, and the process dies while it waits. */
export async function dieAtWriter(stage: AgentsStage, thread: string): Promise<void> {
  const { engine, processes, programs } = stage;
  const env = stage.environmentOf('pair-agents');
  const before = engine.count('writer');
  engine.held = 'writer';
  processes.start('pair', path.join(programs.python, 'python'), [PAIR, thread, 'What is in the engine?'], { env });
  await waitFor('the writer to ask', async () => (engine.count('writer') > before ? true : undefined), { seconds: 120, everySeconds: 0.2 });
  await processes.end('pair', 'SIGKILL');
  engine.held = null;
}
