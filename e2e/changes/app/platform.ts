/** The operators of a cluster that no fleet of the matrix runs on. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, FleetPlatform, type FleetPlatformProps } from 'cdktf-agent-fleet';
import { PLATFORM_ROWS } from '../rows/platform-rows';
import { allAtOnce, type Side } from '../rows/row';

export function platform(app: App, side: Side): void {
  const stack = new TerraformStack(app, 'platform');
  const cluster = Cluster.fromKubeconfig({ context: 'platform' });
  new FleetPlatform(stack, 'operators', { cluster, ...(allAtOnce(PLATFORM_ROWS, side) as Partial<FleetPlatformProps>) });
}
