/** `npm run e2e -- --store-release 1.2.0`: applies the stored examples with Terraform and keeps what a later release must respect. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { StackJson } from '../../lib/plan/synthesized-app';
import { synthesize } from '../fleets/example';
import { withNodes } from '../fleets/nodes-of-example';
import { Terraform, type TerraformDeployment } from '../transports/terraform';
import type { World } from '../world';
import { FILES, FIXTURES, STORED_EXAMPLES } from './stored-release';

/** @throws Error when Terraform does not run, or when a stack does not apply: then there is nothing to store */
export async function storeRelease(world: World, version: string): Promise<void> {
  const { transport } = world;
  if (!(transport instanceof Terraform)) throw new Error('a release is stored with its Terraform state: Terraform must run');
  fs.rmSync(path.join(FIXTURES, version), { recursive: true, force: true });
  for (const name of STORED_EXAMPLES) {
    const example = await synthesize(name, path.join(world.folder, 'release'));
    await withNodes(world, example.nodePools, async () => {
      for (const stack of example.stacks.filter(({ plan }) => (plan?.pools.length ?? 0) > 0)) {
        const deployment = await transport.open(stack, path.join(world.folder, 'release-stacks', name, stack.name));
        await store(deployment, path.join(FIXTURES, version, name, stack.name));
      }
    });
  }
}

async function store(deployment: TerraformDeployment, folder: string): Promise<void> {
  const { stack } = deployment;
  const applied = await deployment.apply();
  if (applied.problems.length > 0) throw new Error(`${stack.name} does not apply: ${applied.problems.join(' | ')}`);
  const write = (file: string, value: unknown) => fs.writeFileSync(path.join(folder, file), `${JSON.stringify(value, null, 1)}\n`);
  fs.mkdirSync(folder, { recursive: true });
  const assets = path.join(stack.folder, 'assets');
  if (fs.existsSync(assets)) fs.cpSync(assets, path.join(folder, 'assets'), { recursive: true });
  write(FILES.json, withoutPlaces(stack.json));
  write(FILES.manifests, stack.manifests());
  write(FILES.state, JSON.parse(deployment.stateText));
  console.log(`   stored ${path.relative(FIXTURES, folder)}`);
  await deployment.destroy();
}

/** Neither the folder of the machine nor metadata of the synthesis tool. */
function withoutPlaces({ '//': _metadata, terraform, ...json }: StackJson): StackJson {
  const { backend: _backend, ...rest } = (terraform ?? {}) as Record<string, unknown>;
  return { ...json, resource: withoutMetadata(json.resource ?? {}), terraform: rest };
}

type Resources = NonNullable<StackJson['resource']>;

function withoutMetadata(resources: Resources): Resources {
  const clean = (block: unknown) => Object.fromEntries(Object.entries(block as object).filter(([key]) => key !== '//'));
  return Object.fromEntries(
    Object.entries(resources).map(([type, blocks]) => [
      type,
      Object.fromEntries(Object.entries(blocks).map(([id, block]) => [id, clean(block)])),
    ]),
  );
}
