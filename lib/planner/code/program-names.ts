/** Names that a program can have: no two of one place, and no namespace that somebody else makes. */
import type { PlannedFleet } from '../planned-fleet';
import { externalVariable } from './written';

/** Namespaces of Kubernetes and of the operators that `FleetPlatform` installs, its own stack, and what an object of JavaScript has already. */
const TAKEN: ReadonlySet<string> = new Set([
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'keda',
  'monitoring',
  'gpu-operator',
  'external-secrets',
  'cnpg-system',
  'lws-system',
  'kuberay-system',
  'platform',
  'constructor',
]);

/** Name of the stack, its namespace and the fleet in it; pools stand beside the fleet. */
export function programName({ name, pools }: PlannedFleet): string {
  const isTaken = TAKEN.has(name) || pools.some((pool) => pool.name === name);
  return isTaken ? `${name}-fleet` : name;
}

/** A variable for each API: `small-1` and `small1` would be one. */
export function externalVariables(apis: readonly string[]): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const api of apis) {
    const base = externalVariable(api);
    const taken = new Set(named.values());
    let variable = base;
    for (let count = 2; taken.has(variable); count += 1) variable = `${base}_${count}`;
    named.set(api, variable);
  }
  return named;
}
