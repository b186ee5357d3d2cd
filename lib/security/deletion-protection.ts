/**
 * Protection of what holds data. Terraform refuses every plan that would destroy or replace a protected resource, and names it; what lives
 * in a Helm release is kept by Helm. A resource whose construct was removed is no longer in the configuration: its plan says "destroy",
 * and no property of it can say otherwise.
 */
import type { UnplacedFinding } from '../core/finding';
import { type Environment, OPERATIONAL, severityIn } from '../core/rule';

/** Annotation by which Helm leaves an object alone when it leaves the release, or when the release is uninstalled. */
const KEEP = { 'helm.sh/resource-policy': 'keep' };

/** For the arguments of a resource that holds data. */
export const protectedResource = (deletionProtection: boolean) => (deletionProtection ? { lifecycle: { preventDestroy: true } } : {});

/** Annotations of an object in a release that holds data. */
export const keptByHelm = (deletionProtection: boolean): Readonly<Record<string, string>> => (deletionProtection ? KEEP : {});

export interface HeldState {
  /** What holds the data, e.g. `claim research/sessions-data`. */
  readonly holds: string;
  /** Props that cannot change while it exists, as the user writes them. */
  readonly fixed: readonly string[];
  readonly deletionProtection: boolean;
  /** What the cluster is for. */
  readonly environment: Environment;
  /**
   * Prop that `deletionProtection` is a part of.
   * @default - none: it is a prop of the construct
   */
  readonly of?: string;
}

/** Names what holds data, and what would delete it. */
export function heldStateFinding({ holds, fixed, deletionProtection, environment, of }: HeldState): UnplacedFinding {
  const prop = of === undefined ? 'deletionProtection' : `${of}.deletionProtection`;
  const base = { prop, value: deletionProtection };
  const changes = fixed.join(', ');
  if (deletionProtection) {
    return {
      ...base,
      code: 'AF-STO-001',
      severity: 'info',
      message: `${holds} holds data: Terraform refuses to destroy it, also for another ${changes}`,
      repairs: [`${prop}: false, deployed before`],
    };
  }
  return {
    ...base,
    code: 'AF-STO-002',
    severity: severityIn(OPERATIONAL, environment),
    message: `${holds} holds data that nothing protects: \`destroy\` and a change of ${changes} delete it`,
    repairs: [`${prop}: true`],
  };
}
