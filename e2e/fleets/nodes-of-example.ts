/** Puts the nodes of an example into the cluster for as long as it is deployed. A cluster given by KUBECONFIG has its own. */

import { hasCondition } from '../control-plane/crds';
import { waitFor } from '../machine/wait';
import type { World } from '../world';
import { fakeNodes } from './fake-nodes';
import type { NodePoolFacts } from './side-facts';

export async function withNodes<T>(world: World, pools: readonly NodePoolFacts[], work: () => Promise<T>): Promise<T> {
  if (world.plane === undefined) return work();
  const nodes = fakeNodes(pools);
  const path = await world.client.resources.collection('v1', 'Node');
  for (const node of nodes) await world.client.request('POST', path, { body: node });
  await waitFor('the fake nodes', async () => ((await allReady(world, nodes.length)) ? true : undefined), { seconds: 60 });
  try {
    return await work();
  } finally {
    for (const node of nodes) await world.client.delete(node);
  }
}

async function allReady(world: World, count: number): Promise<boolean> {
  const live = await world.client.list('v1', 'Node');
  return live.filter((node) => hasCondition(node, 'Ready')).length >= count;
}
