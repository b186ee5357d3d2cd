/**
 * Releases as they were: what the examples of each one synthesized, and the Terraform state of their apply, below `fixtures/<version>`.
 * Later releases must be able to take their place without destroying a pool.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { StackJson } from '../../lib/plan/synthesized-app';
import type { KubeObject } from '../cluster/kube-object';

export const FIXTURES = path.resolve(__dirname, '..', 'fixtures');

/** One with every kind of resource that holds data, one with pools alone. */
export const STORED_EXAMPLES = ['f13-reference-fleet', 'f06-parallel-five'] as const;

/** Files of a stored stack, beside the `assets` of the synthesis. */
export const FILES = { json: 'cdk.tf.json', manifests: 'manifests.json', state: 'terraform.tfstate' } as const;

export interface StoredStack {
  readonly version: string;
  readonly example: string;
  readonly name: string;
  readonly folder: string;
  readonly json: StackJson;
  readonly manifests: readonly KubeObject[];
  /** Text of the state after the apply of that release. */
  readonly state: string;
}

/** Every stored stack, oldest release first. */
export function storedStacks(root = FIXTURES): StoredStack[] {
  const versions = subfolders(root).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return versions.flatMap((version) =>
    subfolders(path.join(root, version)).flatMap((example) =>
      subfolders(path.join(root, version, example)).map((name) => readStored(root, version, example, name)),
    ),
  );
}

function readStored(root: string, version: string, example: string, name: string): StoredStack {
  const folder = path.join(root, version, example, name);
  const text = (file: string) => fs.readFileSync(path.join(folder, file), 'utf8');
  return {
    version,
    example,
    name,
    folder,
    json: JSON.parse(text(FILES.json)) as StackJson,
    manifests: JSON.parse(text(FILES.manifests)) as KubeObject[],
    state: text(FILES.state),
  };
}

function subfolders(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}
