/** Whatever changes of a pool or a role, a person who reads the comparison sees it, or sees what it follows from. */
import { type ZodType, z } from 'zod';
import { diffPlans } from '../../../lib/plan/diff/plan-diff';
import type { FleetPlan } from '../../../lib/plan/schema';
import { existingPoolPlanSchema } from '../../../lib/plan/sections/existing-pool';
import { poolPlanSchema } from '../../../lib/plan/sections/pool';
import { rolePlanSchema } from '../../../lib/plan/sections/role';
import { diffSections } from '../../../lib/report/diff/diff-sections';
import { PLANNER, SAMPLE_PLAN, WORKERS } from '../../plan/diff/changed-plan';

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | false;
  readonly anyOf?: readonly Schema[];
}

/** Two values of every shape that a schema describes. */
function value(schema: Schema, which: 0 | 1): unknown {
  const chosen = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
  if (chosen.enum !== undefined) return chosen.enum[which] ?? chosen.enum[0];
  if (chosen.properties !== undefined)
    return Object.fromEntries(Object.entries(chosen.properties).map(([key, inner]) => [key, value(inner, which)]));
  if (chosen.type === 'array') return [value(chosen.items ?? {}, which)];
  if (chosen.type === 'boolean') return which === 1;
  if (chosen.type === 'number' || Array.isArray(chosen.type)) return 10 + which;
  return `text ${which}`;
}

const fieldsOf = (schema: ZodType) =>
  Object.entries((z.toJSONSchema(schema, { io: 'input', reused: 'inline' }) as Schema).properties ?? {});

/** They are names, which tell parts apart, or follow from figures that are shown. */
const NOT_SHOWN: Readonly<Record<string, string>> = {
  path: 'another path is another pool',
  name: 'stands in the title',
  reserveGiB: 'is part of the KV cache that is held',
  formula: 'explains the number of sessions',
};

const planWith = (pool: object): FleetPlan => ({ ...SAMPLE_PLAN, pools: [pool as FleetPlan['pools'][number], WORKERS] });

test.each(fieldsOf(poolPlanSchema).filter(([field]) => !(field in NOT_SHOWN)))('%s of a pool', (field, schema) => {
  const [before, after] = ([0, 1] as const).map((which) => planWith({ ...PLANNER, [field]: value(schema, which) })) as [
    FleetPlan,
    FleetPlan,
  ];
  expect(diffPlans(before, after).pools).toHaveLength(1);
  expect(diffSections(diffPlans(before, after)).flatMap(({ rows }) => rows)).not.toEqual([]);
});

test.each(fieldsOf(existingPoolPlanSchema).filter(([field]) => !(field in NOT_SHOWN)))(
  '%s of a pool that somebody else runs',
  (field, schema) => {
    const whole = Object.fromEntries(fieldsOf(existingPoolPlanSchema).map(([name, one]) => [name, value(one, 0)]));
    const [before, after] = ([0, 1] as const).map((which) => ({
      ...SAMPLE_PLAN,
      existingPools: [{ ...whole, [field]: value(schema, which) }],
    })) as unknown as [FleetPlan, FleetPlan];
    const diff = diffPlans(before, after);
    expect([diff.status, diff.existingPools]).toEqual(['changed', [expect.objectContaining({ name: 'text 0', status: 'changed' })]]);
    expect(diffSections(diff).filter(({ title }) => title === 'existing pool text 0')).toHaveLength(1);
  },
);

test.each(fieldsOf(rolePlanSchema).filter(([field]) => !(field in NOT_SHOWN)))('%s of a role', (field, schema) => {
  const [fleet] = SAMPLE_PLAN.fleets as [FleetPlan['fleets'][number]];
  const [before, after] = ([0, 1] as const).map((which) => ({
    ...SAMPLE_PLAN,
    fleets: [{ ...fleet, roles: [{ ...fleet.roles[0], [field]: value(schema, which) }] }],
  })) as unknown as [FleetPlan, FleetPlan];
  expect(diffPlans(before, after).roles).toHaveLength(1);
  expect(diffSections(diffPlans(before, after)).flatMap(({ rows }) => rows)).not.toEqual([]);
});

test('a field without words of its own is shown by its name, with its unit', () => {
  const after = planWith({ ...PLANNER, hostMemory: { ...PLANNER.hostMemory, offloadedGiB: 12 } });
  const rows = diffSections(diffPlans(planWith(PLANNER), after)).flatMap((section) => section.rows);
  expect(rows).toEqual([{ label: 'hostMemory.offloadedGiB', before: '0.0 GiB', after: '12.0 GiB', isField: true }]);
});
