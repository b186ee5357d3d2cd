/** Random fleets before a real API server: whatever synthesizes is taken by strict server-side dry run, object by object, without a warning. */
import * as fc from 'fast-check';
import { anyFleet } from '../../test/fuzz/any-fleet';
import { outcomeOf } from '../../test/fuzz/outcome';
import { acceptanceProblems } from '../checks/view';
import type { KubeClient } from '../cluster/kube-client';
import type { KubeObject } from '../cluster/kube-object';
import type { Options } from '../options';
import type { World } from '../world';

const SUBJECT = 'random fleets';
const FLEETS = 200;
/** As many as CI can afford. */
const QUICK_FLEETS = 100;
/** The same fleets each time; another seed for other ones. */
const SEED = 20_261_129;
const MANAGER = 'agent-fleet-fuzz';

export async function runFuzz({ client, results }: Pick<World, 'client' | 'results'>, { quick }: Pick<Options, 'quick'>): Promise<void> {
  const start = Date.now();
  const wanted = quick ? QUICK_FLEETS : FLEETS;
  if (quick) results.notRun(SUBJECT, `the other ${FLEETS - QUICK_FLEETS} of ${FLEETS} apps`, 'left out by --quick');
  const namespaces = new Map<string, KubeObject>();
  const problems: string[] = [];
  const seen = { fleets: 0, objects: 0, refused: 0 };
  for (const fleet of fc.sample(anyFleet, { numRuns: wanted * 8, seed: SEED })) {
    if (seen.fleets === wanted) break;
    const { stacks } = outcomeOf(fleet);
    if (stacks.length === 0) seen.refused += 1;
    else seen.fleets += 1;
    const objects = (stacks.flatMap((stack) => stack.objects) as unknown as KubeObject[]).map(withHosts);
    seen.objects += objects.length;
    await makeNamespaces(client, objects, namespaces);
    problems.push(...(await acceptanceProblems(client, objects)));
  }
  for (const namespace of namespaces.values()) await client.delete(namespace);
  const note = `${seen.objects} objects of ${seen.fleets} fleets; ${seen.refused} fleets were refused by us`;
  results.judge(SUBJECT, 'what synthesizes is taken by strict dry run', problems, (Date.now() - start) / 1000, note);
  results.judge(SUBJECT, 'enough of them synthesize', seen.fleets === wanted ? [] : [`only ${seen.fleets} of ${wanted}`]);
}

/** A host that Terraform knows is a reference in what is written, and a name when it is applied: the definition of these policies takes names alone. */
const withHosts = (object: KubeObject): KubeObject =>
  object.kind === 'CiliumNetworkPolicy'
    ? (JSON.parse(JSON.stringify(object).replaceAll(/\$\{var\.\w+\}/g, 'host.example.com')) as KubeObject)
    : object;

/** There in every cluster, and never to be deleted. */
const OF_KUBERNETES = /^(?:default|kube-.*)$/;

/** Objects are judged inside their namespace only where it is; what a fleet takes from elsewhere is made bare. */
async function makeNamespaces(client: KubeClient, objects: readonly KubeObject[], made: Map<string, KubeObject>): Promise<void> {
  const own = new Map(objects.filter(({ kind }) => kind === 'Namespace').map((object) => [object.metadata.name, object]));
  const names = new Set([...own.keys(), ...objects.flatMap(({ metadata }) => metadata.namespace ?? [])]);
  for (const name of names) {
    if (made.has(name) || OF_KUBERNETES.test(name)) continue;
    const namespace = own.get(name) ?? { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    await client.apply(namespace, MANAGER);
    made.set(name, namespace);
  }
}
