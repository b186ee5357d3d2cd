import { parseProps } from '../core/schema';
import { canBeCut, canBeShared } from './card-part';
import type { JudgedPools } from './column-pool';
import type { FleetToPlanProps } from './fleet-to-plan';
import { type FleetToPlan, fleetToPlanSchema } from './fleet-to-plan-schema';
import { planned } from './plan-fleet';
import { relaxations, withRole } from './relaxation';
import { priceOrNull } from './searched';

/** One condition, eased, and what the whole fleet then costs less. */
export interface Saving {
  /** Role that the condition belongs to; null for an offer. */
  readonly role: string | null;
  /** Prop as it is written, e.g. `roles.planner.latency`. */
  readonly prop: string;
  /** What to write in its place. */
  readonly change: string;
  /** USD per hour that the fleet costs less. */
  readonly usdPerHour: number;
}

/** Parts to which the demand of a role is reduced, to say what it costs. */
const LESS = 0.75;
/** Time to look for a fleet on parts of cards: what is found in it is saved at least. */
const PARTS_LIMIT_MS = 500;

/**
 * What binds the price of a plan: every condition that can be eased by itself, with what the fleet then costs less, the largest first. Conditions that
 * save nothing are left out.
 *
 * @throws FleetError as `planFleet` does.
 */
export function savings(props: FleetToPlanProps): readonly Saving[] {
  return savingsOf(parseProps(fleetToPlanSchema, props, { path: 'savings', className: 'savings' }), new Map());
}

export function savingsOf(question: FleetToPlan, judged: JudgedPools): readonly Saving[] {
  const { usdPerHour } = planned(question, judged);
  return eased(question)
    .flatMap(({ question: other, ...saving }) => {
      const usd = priceOrNull(other, judged);
      const saved = usd === null ? 0 : Math.round((usdPerHour - usd) * 100) / 100;
      return saved > 0 ? [{ ...saving, usdPerHour: saved }] : [];
    })
    .sort((a, b) => b.usdPerHour - a.usdPerHour);
}

type Eased = Omit<Saving, 'usdPerHour'> & { readonly question: FleetToPlan };

function eased(question: FleetToPlan): Eased[] {
  const roles = Object.keys(question.roles).flatMap((role): Eased[] => [
    ...relaxations(question, role).map((one) => ({ role, ...one })),
    ...lessDemand(question, role),
  ]);
  return [...roles, ...Object.keys(question.inventory).flatMap((name) => offerEased(question, name))];
}

type Offer = FleetToPlan['inventory'][string];

/** More nodes than there are, and cards that are divided. */
function offerEased(question: FleetToPlan, name: string): Eased[] {
  const offer = question.inventory[name];
  if (offer === undefined) return [];
  const eased = (prop: keyof Offer, value: true | undefined, limit: number): Eased => ({
    role: null,
    prop: `inventory.${name}.${prop}`,
    change: `inventory.${name}.${prop}: ${value}`,
    question: { ...question, timeLimitMs: limit, inventory: { ...question.inventory, [name]: { ...offer, [prop]: value } } },
  });
  const ofParts = Math.min(question.timeLimitMs, PARTS_LIMIT_MS);
  return [
    ...(offer.nodes === undefined ? [] : [eased('nodes', undefined, question.timeLimitMs)]),
    ...(offer.mig || !canBeCut(offer.gpu) ? [] : [eased('mig', true, ofParts)]),
    ...(offer.sharing || !canBeShared(offer.gpu) ? [] : [eased('sharing', true, ofParts)]),
  ];
}

/** A quarter less context, and a quarter fewer sessions. */
function lessDemand(question: FleetToPlan, role: string): Eased[] {
  const asked = question.roles[role];
  if (asked === undefined) return [];
  const contextTokens = Math.floor(asked.contextTokens * LESS);
  const needs = (asked.request?.inputTokens ?? 0) + (asked.request?.outputTokens ?? 0);
  const sessions = Math.ceil((asked.sessions ?? 0) * LESS);
  const floor = typeof asked.interruptible === 'object' ? asked.interruptible.floorSessions : 0;
  const changed = (prop: 'contextTokens' | 'sessions', value: number): Eased => ({
    role,
    prop: `roles.${role}.${prop}`,
    change: `roles.${role}.${prop}: ${value}`,
    question: withRole(question, role, { ...asked, [prop]: value }),
  });
  return [
    ...(contextTokens >= Math.max(1, needs) && (asked.sharedPrefixTokens ?? 0) <= contextTokens
      ? [changed('contextTokens', contextTokens)]
      : []),
    ...(sessions > floor && sessions < (asked.sessions ?? 0) ? [changed('sessions', sessions)] : []),
  ];
}
