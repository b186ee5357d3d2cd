/** Plans against a pack: what fails, what is kept, what there is nothing of, and what somebody accepts. */
import type { Finding } from '../../lib/core/finding';
import type { Environment } from '../../lib/core/rule';
import type { FleetPlan } from '../../lib/plan/schema';
import { holdAgainst } from '../../lib/policies/hold-against';
import { ADVISED, type Pack } from '../../lib/policies/pack';
import type { Policy } from '../../lib/policies/policy';
import { SAMPLE_PLAN } from '../report/sample-plan';

const policy = (code: string, change: Partial<Policy> = {}): Policy => ({
  id: code.toLowerCase(),
  code,
  title: `Title of ${code}.`,
  appliesTo: 'every pool',
  why: '',
  source: 'https://example.com/',
  fix: '',
  severity: { development: 'warning', staging: 'warning', production: 'warning' },
  ...change,
});
const pack = (...policies: Policy[]): Pack => ({
  id: 'p',
  title: 'P',
  points: policies.map((one) => ({ title: one.code, policies: [one] })),
});
const finding = (code: string, change: Partial<Finding> = {}): Finding => ({
  code,
  severity: 'warning',
  path: 'research/p',
  message: 'm',
  repairs: [],
  ...change,
});

interface Stack {
  readonly findings?: readonly Finding[];
  readonly kept?: readonly string[];
  readonly environment?: Environment;
}
const plan = ({ findings = [], kept = [], environment = 'production' }: Stack): FleetPlan =>
  ({ ...SAMPLE_PLAN, findings, checks: { environment, kept } }) as FleetPlan;

const ACCEPTED = { reason: 'one card was bought', owner: 'platform' };
const outcomes = (given: Pack, ...plans: FleetPlan[]) => holdAgainst(given, plans).results.map(({ outcome }) => outcome);

test('a point fails where something breaks it, though something else keeps it', () => {
  expect(outcomes(pack(policy('A-1')), plan({ findings: [finding('A-1')], kept: ['A-1'] }))).toEqual(['fail']);
  expect(outcomes(pack(policy('A-1')), plan({ kept: ['A-1'] }))).toEqual(['pass']);
  expect(outcomes(pack(policy('A-1')), plan({ findings: [finding('A-2')], kept: ['A-2'] }))).toEqual(['not-applicable']);
});

test('what one stack keeps and another breaks is broken in the app', () => {
  expect(outcomes(pack(policy('A-1')), plan({ kept: ['A-1'] }), plan({ findings: [finding('A-1')] }))).toEqual(['fail']);
});

test('it is accepted only when every finding of it is', () => {
  const accepted = finding('A-1', { acknowledged: ACCEPTED });
  expect(outcomes(pack(policy('A-1')), plan({ findings: [accepted] }))).toEqual(['acknowledged']);
  expect(outcomes(pack(policy('A-1')), plan({ findings: [accepted, finding('A-1', { path: 'research/q' })] }))).toEqual(['fail']);
});

test('the score counts what is kept, accepted, or has nothing to be held against', () => {
  const three = pack(policy('A-1'), policy('A-2'), policy('A-3'), policy('A-4'));
  const plans = [plan({ findings: [finding('A-1'), finding('A-2', { acknowledged: ACCEPTED })], kept: ['A-3'] })];
  expect(holdAgainst(three, plans).score).toEqual({ met: 3, of: 4 });
});

test('a pack decides how serious a point is, else the environment, else the check', () => {
  const graded = policy('A-1', { severity: { development: 'info', staging: 'warning', production: 'error' } });
  const of = (given: Pack, environment: Environment) =>
    holdAgainst(given, [plan({ findings: [finding('A-1', { severity: 'error' })] })], environment).results[0]?.severity;
  expect([of(pack(graded), 'development'), of(pack(graded), 'production')]).toEqual(['info', 'error']);
  expect(of(pack(policy('A-1')), 'development')).toBe('error');
  const advised: Pack = { ...pack(policy('A-1')), points: [{ title: 'a', policies: [policy('A-1')], severity: ADVISED }] };
  expect([of(advised, 'development'), of(advised, 'production')]).toEqual(['info', 'warning']);
});

test('of several stacks the one whose users depend most on it decides; a plan of an older release is of none', () => {
  const environmentOf = (...plans: FleetPlan[]) => holdAgainst(pack(), plans).environment;
  expect(environmentOf(plan({ environment: 'development' }), plan({ environment: 'staging' }))).toBe('staging');
  const { checks: _, ...older } = plan({});
  expect(environmentOf(older, plan({ environment: 'development' }))).toBe('development');
  expect(environmentOf(older)).toBe('production');
});
