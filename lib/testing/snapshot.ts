import * as os from 'node:os';
import type { FleetPlan } from '../plan/schema';
import type { StackJson } from '../plan/synthesized-app';
import { isRecord } from './kubernetes-view/field';

/** A stack as it goes into a snapshot: sorted, without what differs from machine to machine or from release to release. */
export interface FleetSnapshot {
  readonly terraform: unknown;
  readonly plan: Omit<FleetPlan, 'checks'> | null;
}

/** Assets lie in a folder that is named by the hash of their content. */
const ASSET_HASH = /(\/assets\/[^/"]+\/)[0-9A-F]{32}/g;

export function toSnapshot(stack: StackJson, plan: FleetPlan | null): FleetSnapshot {
  const { '//': _metadata, ...terraform } = stack;
  return sorted(withoutPaths({ terraform: readable(withoutVersions(terraform)), plan: withoutChecks(plan) })) as FleetSnapshot;
}

/** Which rules are kept changes with every rule that a release adds; what is broken stands among the findings. */
function withoutChecks(plan: FleetPlan | null): FleetSnapshot['plan'] {
  if (plan === null) return null;
  const { checks: _checks, ...rest } = plan;
  return rest;
}

/** Provider versions follow the bindings that are installed. */
function withoutVersions(terraform: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const block = terraform['terraform'];
  if (!isRecord(block) || !isRecord(block['required_providers'])) return terraform;
  const providers = Object.entries(block['required_providers']).map(([name, provider]) => [
    name,
    isRecord(provider) ? { ...provider, version: 'stubbed' } : provider,
  ]);
  return { ...terraform, terraform: { ...block, required_providers: Object.fromEntries(providers) } };
}

/** Drops the metadata of elements, and turns values of releases that are JSON into objects, so that a diff shows fields. */
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '//')
      .map(([key, item]) => [key, key === 'values' && Array.isArray(item) ? item.map(parsed) : readable(item)]),
  );
}

function parsed(item: unknown): unknown {
  if (typeof item !== 'string' || !item.startsWith('{')) return item;
  try {
    return JSON.parse(item);
  } catch {
    return item;
  }
}

function withoutPaths(value: unknown): unknown {
  if (typeof value === 'string') {
    return value
      .replaceAll(process.cwd(), '<cwd>')
      .replaceAll(os.tmpdir(), '<tmp>')
      .replaceAll(os.homedir(), '<home>')
      .replace(ASSET_HASH, '$1HASH');
  }
  if (Array.isArray(value)) return value.map(withoutPaths);
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutPaths(item)])) : value;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
