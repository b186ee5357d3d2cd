/** A failure that is made on purpose, and what must be true afterwards. */
import { giveUpNamespace } from '../cluster/kept-namespace';
import type { FleetStack } from '../fleets/fleet-stack';
import type { TerraformDeployment } from '../transports/terraform';
import type { World } from '../world';

export interface Scene {
  readonly world: World;
  readonly stack: FleetStack;
  readonly namespace: string;
  /** A folder with an empty state. */
  fresh(name: string): Promise<TerraformDeployment>;
}

export interface DrillOutcome {
  readonly problems: readonly string[];
  /** What was seen. */
  readonly note: string;
}

export interface Drill {
  readonly name: string;
  /** Left out of quick runs: it waits for minutes, or a shorter one of its kind is kept. */
  readonly long?: boolean;
  readonly run: (scene: Scene) => Promise<DrillOutcome>;
}

/** Leaves nothing behind, whatever state the drill ended in. */
export async function wipe({ world: { client }, namespace }: Scene): Promise<void> {
  await giveUpNamespace(client, namespace);
  await client.delete({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
}
