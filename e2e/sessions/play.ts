import type { Processes } from '../machine/processes';
import type { SessionClient } from './session-client';
import type { Stage } from './stage';

export const SESSIONS = 1000;

/** What the acts of the session drills share. */
export interface Play {
  readonly stage: Stage;
  readonly processes: Processes;
  readonly folder: string;
  /** Asks the session proxy directly, as LiteLLM does. */
  readonly proxy: SessionClient;
  /** Who answered each session when all replicas were there. */
  home: readonly string[];
}

/** Something that is expected; its function returns a figure for the table. */
export interface Act {
  readonly name: string;
  readonly expect: (play: Play) => Promise<string>;
}

/** One turn of each session. @throws Error when one is not answered */
export async function replicasOf(client: SessionClient, sessions = SESSIONS): Promise<string[]> {
  const replicas: string[] = [];
  for (let session = 0; session < sessions; session++) {
    const { status, replica } = await client.turn(`session-${session}`);
    if (status !== 200) throw new Error(`session-${session} was answered with ${status}: ${replica.slice(0, 200)}`);
    replicas.push(replica);
  }
  return replicas;
}

/** How many of each, most first. */
export function counts(values: readonly string[]): readonly (readonly [string, number])[] {
  const found = new Map<string, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return [...found].sort(([, left], [, right]) => right - left);
}
