/** What changes in a stack, in a few words each, the most important first: what a person reads before anything else. */
import { formatInteger } from '../../core/format';
import type { PlanFinding } from '../../plan/diff/finding-changes';
import type { FateOfData } from '../../plan/diff/held-data';
import type { PartDiff } from '../../plan/diff/part-diff';
import type { FleetFrame, FleetRole, PlanDiff } from '../../plan/diff/plan-diff';
import { roleTargets } from '../../plan/role-targets';
import type { ExistingPoolPlan } from '../../plan/sections/existing-pool';
import type { PoolPlan } from '../../plan/sections/pool';
import { targetsText } from '../targets-text';
import { formatField } from './format-field';
import { costOf, gpusOf, headroomOf, replicasOf } from './pool-lines';
import { restartText } from './restart-text';
import { loadOf } from './role-lines';
import { weightsTexts } from './weights-lines';

export function highlights(diff: PlanDiff): string[] {
  const all = [
    ...diff.fleets.map(fleetText),
    ...diff.roles.map(roleText),
    ...diff.pools.map(poolText),
    ...(diff.restarts ?? []).map(restartText),
    ...weightsTexts(diff),
    ...diff.existingPools.map(existingText),
    ...[...diff.gpuServices, ...diff.queues, ...diff.vectorStores].map(({ status, name }) => `${name} ${status}`),
    ...objectTexts(diff),
    ...findingTexts(diff),
  ].filter((text) => text !== '');
  if (all.length > 0 || diff.status === 'unchanged') return all;
  if (diff.cost.floorPerHour.delta !== 0) return ['prices'];
  const pulled = diff.images.length + diff.charts.length;
  return [pulled === 0 ? 'details only' : `${formatInteger(pulled)} ${pulled === 1 ? 'image or chart' : 'images and charts'}`];
}

function fleetText({ status, name, before, after }: PartDiff<FleetFrame>): string {
  if (before === null || after === null) return `fleet ${name} ${status}`;
  const moves = [
    move(String(before.concurrentWorkflows), String(after.concurrentWorkflows), 'workflows'),
    move(String(before.peakWorkflows), String(after.peakWorkflows), 'workflows at the peak'),
    before.topology.kind === after.topology.kind ? '' : `${before.topology.kind} → ${after.topology.kind}`,
  ].filter((text) => text !== '');
  return moves.length === 0 ? '' : `fleet ${name}: ${moves.join(', ')}`;
}

function roleText({ name, before, after }: PartDiff<FleetRole>): string {
  if (before === null) return after === null ? '' : `role ${name} added: ${loadOf(after)} on ${after.pool}`;
  if (after === null) return `role ${name} removed`;
  const moves = [
    move(before.pool, after.pool, ''),
    move(loadOf(before), loadOf(after), ''),
    move(before.latency ?? 'no latency class', after.latency ?? 'no latency class', ''),
    move(targetsText(roleTargets(before)) || 'no latency targets', targetsText(roleTargets(after)) || 'no latency targets', ''),
  ].filter((text) => text !== '');
  return moves.length === 0 ? '' : `role ${name}: ${moves.join(', ')}`;
}

function poolText({ name, before, after }: PartDiff<PoolPlan>): string {
  if (before === null)
    return after === null ? '' : `pool ${name} added: ${after.model.id} on ${replicasOf(after)} × ${gpusOf(after)}, ${costOf(after)}`;
  if (after === null) return `pool ${name} removed: ${before.model.id} on ${replicasOf(before)} × ${gpusOf(before)}, ${costOf(before)}`;
  const moves = [
    move(before.model.id, after.model.id, ''),
    move(gpusOf(before), gpusOf(after), ''),
    move(replicasOf(before), replicasOf(after), 'replicas'),
    move(`${before.engine.id} ${before.engine.version}`, `${after.engine.id} ${after.engine.version}`, ''),
    move(headroomOf(before), headroomOf(after), 'headroom'),
    before.verdict === after.verdict ? '' : `${before.verdict} → ${after.verdict}`,
  ].filter((text) => text !== '');
  return moves.length === 0 ? '' : `pool ${name}: ${moves.join(', ')}`;
}

function existingText({ status, name, before, after }: PartDiff<ExistingPoolPlan>): string {
  if (before === null || after === null) return `existing pool ${name} ${status}`;
  const perMonth = (pool: ExistingPoolPlan) => formatField('usd', pool.economics?.usdPerMonth.plan);
  const moves = [
    move(before.model.id, after.model.id, ''),
    move(perMonth(before), perMonth(after), 'a month'),
    move(formatField('share', before.headroom), formatField('share', after.headroom), 'headroom'),
    before.verdict === after.verdict ? '' : `${before.verdict} → ${after.verdict}`,
  ].filter((text) => text !== '');
  return moves.length === 0 ? '' : `existing pool ${name}: ${moves.join(', ')}`;
}

/** `headroom 50 % → 33 %`; empty where both are the same. */
const move = (before: string, after: string, what: string): string => (before === after ? '' : `${what} ${before} → ${after}`.trim());

/** What is destroyed is said where it is read first. */
function objectTexts({ status, objects }: PlanDiff): string[] {
  if (objects === null || status !== 'changed') return [];
  const names = (wanted: string) => objects.filter((one) => one.status === wanted).map(({ type, name }) => `${type} ${name}`);
  const held = (fate: FateOfData) => objects.filter(({ data }) => data === fate).map(({ type, name }) => `${type} ${name}`);
  return [
    ...held('lost').map((name) => `data is lost: ${name}`),
    ...held('left').map((name) => `${name} is left behind with its data`),
    ...names('refused').map((name) => `the deploy ends with an error: ${name} cannot change so`),
    ...names('replaced').map((name) => `${name} destroyed and made anew`),
    ...counted(names('removed').length, 'Terraform resource', ' destroyed'),
  ];
}

function findingTexts({ findings: { appeared, resolved } }: PlanDiff): string[] {
  const count = (list: readonly PlanFinding[], severity: string) =>
    list.filter((one) => one.severity === severity && one.acknowledged === undefined).length;
  return (['error', 'warning'] as const).flatMap((severity) => [
    ...counted(count(appeared, severity), `new ${severity}`),
    ...counted(count(resolved, severity), `${severity}`, ' gone'),
  ]);
}

const counted = (count: number, what: string, then = ''): string[] =>
  count === 0 ? [] : [`${formatInteger(count)} ${what}${count === 1 ? '' : 's'}${then}`];
