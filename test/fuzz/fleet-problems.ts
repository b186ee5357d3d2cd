/** What must never be said of a random app: of its refusal, or of what it writes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FleetError, readPlan } from 'cdktf-agent-fleet';
import { danglingReferences } from 'cdktf-agent-fleet/testing';
import { checkOrder } from '../../e2e/checks/order';
import { CANARY } from './arbitraries/odd';
import { startProblems, startsOf } from './engine-args';
import { schemaProblem } from './kubernetes-schema';
import type { Outcome, WrittenStack } from './outcome';

/** The codes that docs/errors.md explains. */
const PUBLISHED = new Set(
  [...readFileSync(join(__dirname, '../../docs/errors.md'), 'utf8').matchAll(/^\| (AF-[A-Z]+-\d+) \|/gm)].map((match) => match[1] ?? ''),
);

export function refusalProblems(error: FleetError): string[] {
  const uncoded = error.problems.filter(({ code }) => !PUBLISHED.has(code) || code.startsWith('AF-INT'));
  const unplaced = error.problems.filter(({ path }) => typeof path !== 'string' || path.trim() === '');
  const told = `${error.message}\n${JSON.stringify(error.problems, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`;
  return [
    ...uncoded.map(({ code, message }) => `${code} is published nowhere: ${message}`),
    ...unplaced.map(({ code, message }) => `${code} names no construct: ${message}`),
    ...(told.includes(CANARY) ? [`the refusal shows a secret: ${error.message}`] : []),
  ];
}

export const stackProblems = (stack: WrittenStack): string[] =>
  [
    ...danglingReferences(stack.json).map(({ at, reference }) => `${at} leads to ${reference}, which is not there`),
    ...stack.objects.map(schemaProblem).filter((problem) => typeof problem === 'string'),
    ...planProblems(stack),
    ...checkOrder(stack.json),
    ...startsOf(stack).flatMap(startProblems),
    ...(`${stack.terraform}${JSON.stringify(stack.plan)}`.includes(CANARY) ? ['a secret is written out'] : []),
  ].map((problem) => `${stack.name}: ${problem}`);

function planProblems({ plan }: WrittenStack): string[] {
  if (plan === undefined) return [];
  try {
    const { findings } = readPlan(plan);
    // Nobody sets anything on what the library has made.
    return findings.filter(({ code }) => code === 'AF-SPEC-024').map(({ message }) => message);
  } catch (error) {
    return [`the plan is none: ${String(error)}`];
  }
}

/** Where a second synthesis of the same app writes something else. */
export function differences(once: Outcome, again: Outcome): string[] {
  return once.stacks
    .filter(
      (stack, index) => stack.terraform !== again.stacks[index]?.terraform || textOf(stack.plan) !== textOf(again.stacks[index]?.plan),
    )
    .map(({ name }) => `${name} is written in another way the second time`);
}

const textOf = (plan: unknown): string | undefined => JSON.stringify(plan);
