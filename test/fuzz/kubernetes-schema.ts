/** Holds an object against the published schema of its kind. Kinds that an operator defines have none here; the live proof asks a real API server. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { KubernetesObject } from 'cdktf-agent-fleet/testing';

const SCHEMAS = dirname(require.resolve('kubernetes-models/package.json'));

interface Checked {
  validate(): void;
}

/** What the schema says against an object; undefined where it is valid, `null` where the kind has no schema. */
export function schemaProblem(object: KubernetesObject): string | undefined | null {
  const file = join(SCHEMAS, object.apiVersion, object.kind);
  if (!existsSync(`${file}.js`)) return null;
  const module = jest.requireActual<Record<string, new (data: unknown) => Checked>>(file);
  const Kind = module[object.kind];
  if (Kind === undefined) return null;
  try {
    new Kind(object).validate();
    return undefined;
  } catch (error) {
    return `${object.kind} ${object.metadata.name}: ${(error as Error).message}`;
  }
}
