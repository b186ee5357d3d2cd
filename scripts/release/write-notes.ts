/** `npm run release:notes -- 0.2.0`: what changed, and what an upgrade from the stored release before it does to fleets that run. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { lt } from 'semver';
import { synthesize } from '../../e2e/fleets/example';
import type { FleetStack } from '../../e2e/fleets/fleet-stack';
import { type StoredStack, storedStacks } from '../../e2e/upgrade/stored-release';
import { addressChanges, type UpgradedStack, upgradeNote } from '../../e2e/upgrade/upgrade-note';
import { changelogPart } from './changelog-part';
import { releasePage } from './release-page';

const ROOT = path.resolve(__dirname, '../..');

/** Stacks of the newest stored release before a version; none before the first one. */
export function storedBefore(version: string, stored: readonly StoredStack[]): readonly StoredStack[] {
  const earlier = stored.filter((stack) => lt(stack.version, version));
  return earlier.filter((stack) => stack.version === earlier.at(-1)?.version);
}

/** Stacks of an example as it is today. */
export type Today = (example: string) => Promise<readonly FleetStack[]>;

/** @throws Error where the upgrade would destroy what must last, or the changelog says nothing */
export async function releaseNotes(version: string, today: Today): Promise<string> {
  const before = storedBefore(version, storedStacks());
  const stacks = await upgraded(before, today);
  const problems = stacks.flatMap(({ name, changes }) => changes.problems.map((problem) => `${name}: ${problem}`));
  if (problems.length > 0) throw new Error(`an upgrade would destroy what must last:\n${problems.join('\n')}`);
  const changes = releasePage(changelogPart(fs.readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8'), 'Unreleased'), version);
  const [{ version: from } = { version: null }] = before;
  return [changes, ...(from === null ? [] : [upgradeNote(from, stacks)])].join('\n\n');
}

async function upgraded(before: readonly StoredStack[], today: Today): Promise<UpgradedStack[]> {
  const examples = new Map<string, readonly FleetStack[]>();
  for (const name of new Set(before.map(({ example }) => example))) examples.set(name, await today(name));
  return before.map((stored) => {
    const stack = examples.get(stored.example)?.find(({ name }) => name === stored.name);
    if (stack === undefined) throw new Error(`${stored.example} has no stack ${stored.name} any more`);
    const changes = addressChanges(stored, { json: stack.json, manifests: stack.manifests() });
    return { name: `${stored.example}/${stored.name}`, changes };
  });
}

if (require.main === module) {
  const [version = ''] = process.argv.slice(2);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'release-notes-'));
  releaseNotes(version, async (example) => (await synthesize(example, folder)).stacks)
    .then(
      (notes) => process.stdout.write(`${notes}\n`),
      (error: Error) => {
        process.stderr.write(`${error.message}\n`);
        process.exitCode = 1;
      },
    )
    .finally(() => fs.rmSync(folder, { recursive: true, force: true }));
}
