import { z } from 'zod';
import { closest } from '../../core/closest';
import { place, type UnplacedFinding } from '../../core/finding';
import { FleetSpecError } from '../../core/fleet-error';
import { freeText } from '../../core/notion';
import { parseProps, wholeNumber } from '../../core/schema';
import { flowSchema } from './check-flow';

/** Voices of one vote, agents of one workflow: more than anybody runs, few enough to compute with. */
const MOST = 1_000;
const MOST_ROUNDS = 10_000;
/** Shares are given with a few digits each. */
const ROUNDING = 0.01;

const roleName = freeText('a fleet says what its roles are called');
const roleNames = z.array(roleName).min(1, { error: 'expected at least one name' }).max(MOST);
const share = z
  .number({ error: 'expected a share above 0 and at most 1' })
  .gt(0, { error: 'expected a share above 0 and at most 1' })
  .max(1);

export const flatSchema = z.strictObject({ agents: roleNames });
export const hierarchicalSchema = z.strictObject({ orchestrator: roleName, workers: roleNames });
export const pipelineSchema = z.strictObject({ stages: roleNames, seconds: z.record(roleName, z.number().positive()).optional() });
export const routingSchema = z.strictObject({
  router: roleName,
  targets: z
    .record(roleName, share)
    .refine((targets) => Object.keys(targets).length > 0, { error: 'expected at least one target' })
    .superRefine((targets, context) => {
      const sum = Object.values(targets).reduce((total, one) => total + one, 0);
      if (Object.keys(targets).length === 0 || Math.abs(sum - 1) <= ROUNDING) return;
      context.addIssue({ code: 'custom', message: `expected shares that add up to 1, and not to ${Number(sum.toFixed(4))}` });
    }),
});
const escalatedShare = z
  .number({ error: 'expected a share above 0 and below 1' })
  .gt(0, { error: 'expected a share above 0 and below 1' })
  .lt(1, { error: 'expected a share above 0 and below 1: the first role answers the rest' });
export const escalationSchema = z.strictObject({
  first: roleName,
  to: z
    .record(roleName, escalatedShare)
    .refine((to) => Object.keys(to).length > 0, { error: 'expected at least one role for hard cases' })
    .superRefine((to, context) => {
      const shares = Object.entries(to);
      for (const [index, [role, share]] of shares.entries()) {
        const [before, most] = shares[index - 1] ?? [];
        if (most === undefined || share <= most) continue;
        context.addIssue({ code: 'custom', path: [role], message: `expected at most ${most}, the share of ${before} before it` });
      }
    }),
});
export const evaluatorLoopSchema = z.strictObject({
  generator: roleName,
  evaluator: roleName,
  rounds: z.number().positive().max(MOST_ROUNDS),
});
export const votingSchema = z.strictObject({ voter: roleName, voices: wholeNumber(1, MOST) });
export const flowTopologySchema = z.strictObject({ flow: flowSchema });

/** Props of a factory of `Topology`, checked. */
export function parseTopology<S extends z.ZodType>(kind: string, schema: S, props: unknown): z.output<S> {
  return parseProps(schema, props, { path: `Topology.${kind}`, className: `Topology.${kind}` });
}

/** Names that a list holds twice. */
export function repeated(prop: string, names: readonly string[], others: readonly string[] = []): UnplacedFinding[] {
  const twice = names.filter((name, index) => names.indexOf(name) !== index || others.includes(name));
  return [...new Set(twice)].map((name) => ({
    code: 'AF-SPEC-003',
    severity: 'error',
    prop,
    value: name,
    allowed: 'each role once',
    message: `the role "${name}" stands twice in the topology`,
    repairs: [
      `roles.${name}.instances: 2 in the fleet, for several agents of one role`,
      'Topology.flow(…), for a role that works at several places',
    ],
  }));
}

/** Keys that name no role of a list. */
export function unknownNames(prop: string, given: readonly string[], known: readonly string[]): UnplacedFinding[] {
  return given
    .filter((name) => !known.includes(name))
    .map((name) => {
      const suggestion = closest(name, known);
      return {
        code: 'AF-SPEC-002',
        severity: 'error',
        prop: `${prop}.${name}`,
        value: name,
        allowed: known.join(', '),
        message: `${prop} names "${name}", which is none of the stages`,
        repairs: [suggestion === undefined ? `remove ${name}` : `did you mean ${suggestion}?`],
      };
    });
}

/** @throws FleetSpecError for all problems, if there are some. */
export function refuse(kind: string, problems: readonly UnplacedFinding[]): void {
  if (problems.length > 0) throw new FleetSpecError(problems.map((problem) => place(`Topology.${kind}`, problem)));
}
