/** What an act of the drill of operators has at hand. */
import type { Deployment } from '../transports/transport';
import type { World } from '../world';
import type { RayNetwork } from './ray-network';

export interface Stage {
  readonly world: World;
  readonly ray: RayNetwork;
  readonly deployments: readonly Deployment[];
}

/** What is expected; the figure for the table is its answer. */
export interface Act {
  readonly name: string;
  readonly act: (stage: Stage) => Promise<string>;
}

/** The same complaint, with what was there instead. */
export function fail(error: unknown, seen: string): never {
  throw new Error(`${error instanceof Error ? error.message : String(error)}; there is: ${seen || 'nothing'}`);
}
