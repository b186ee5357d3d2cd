/** Conditions of a question that can be eased one at a time: what a refusal offers, and what an answer prices. */

import { QUANTIZATIONS } from '../capacity/replica-argument';
import type { Quantization } from '../capacity/replica-spec';
import { LATENCY_METRICS } from '../catalog/latency-targets';
import { Model } from '../catalog/model';
import { codeOf } from './code/written';
import type { FleetToPlan, RoleToPlan } from './fleet-to-plan-schema';

/** One condition of a role, eased. */
export interface Relaxation {
  /** Prop as the user writes it, e.g. `roles.planner.latency`. */
  readonly prop: string;
  /** What to write, e.g. `roles.planner.latency: 'chat'`. */
  readonly change: string;
  readonly question: FleetToPlan;
}

/** Everything of a role that can be eased without asking for less, from what users notice least. */
export function relaxations(question: FleetToPlan, role: string): readonly Relaxation[] {
  const asked = question.roles[role];
  if (asked === undefined) return [];
  const eased = (prop: keyof RoleToPlan, value: string, change: Partial<RoleToPlan>): Relaxation => ({
    prop: `roles.${role}.${prop}`,
    change: `roles.${role}.${prop}: ${value}`,
    question: withRole(question, role, { ...asked, ...change }),
  });
  return [
    ...moreFormats(asked).map((models) => eased('models', '[{ model, quantizations: [… further formats] }]', { models })),
    ...(asked.dedicated ? [eased('dedicated', 'false', { dedicated: false })] : []),
    ...(asked.sessionsPerGpu === undefined ? [] : [eased('sessionsPerGpu', 'undefined', { sessionsPerGpu: undefined })]),
    ...(asked.gpus === undefined ? [] : [eased('gpus', 'undefined', { gpus: undefined })]),
    ...(asked.survivesReplicaLoss ? [eased('survivesReplicaLoss', 'false', { survivesReplicaLoss: false })] : []),
    ...(asked.minReplicas > 1 ? [eased('minReplicas', '1', { minReplicas: 1 })] : []),
    ...(asked.interruptible !== true && hasSpot(question) ? [eased('interruptible', 'true', { interruptible: true })] : []),
    ...slower(asked).map((latencyTargets) => eased('latencyTargets', codeOf(latencyTargets), { latencyTargets })),
    ...looser(asked).map((latency) =>
      latency === 'background' && asked.latencyTargets !== undefined
        ? eased('latency', `'background', without latencyTargets`, { latency, latencyTargets: undefined })
        : eased('latency', `'${latency}'`, { latency }),
    ),
    ...(asked.regions === undefined ? [] : [eased('regions', 'undefined', { regions: undefined })]),
    ...(asked.apis.length < Object.keys(question.apis).length
      ? [eased('apis', allApis(question), { apis: Object.keys(question.apis) })]
      : []),
  ];
}

export const withRole = (question: FleetToPlan, role: string, changed: RoleToPlan): FleetToPlan => ({
  ...question,
  roles: { ...question.roles, [role]: changed },
});

/** The question as if only this role were asked. */
export const alone = (question: FleetToPlan, role: string): FleetToPlan => ({
  ...question,
  roles: Object.fromEntries(Object.entries(question.roles).filter(([name]) => name === role)),
});

const hasSpot = ({ inventory }: FleetToPlan) => Object.values(inventory).some(({ purchase }) => purchase === 'spot');

const allApis = ({ apis }: FleetToPlan) =>
  `[${Object.keys(apis)
    .map((name) => `'${name}'`)
    .join(', ')}]`;

const PATIENCE = ['voice', 'chat', 'background'] as const;

const looser = ({ latency }: RoleToPlan) => PATIENCE.slice(PATIENCE.indexOf(latency) + 1);

/** An hour is the most that a target may be. */
const MOST_MS = 3_600_000;

/** Own targets, each twice as long. */
function slower({ latencyTargets: own }: RoleToPlan): NonNullable<RoleToPlan['latencyTargets']>[] {
  if (own === undefined) return [];
  const twice = LATENCY_METRICS.flatMap((metric) => (own[metric] === undefined ? [] : [[metric, Math.min(MOST_MS, 2 * own[metric])]]));
  return [Object.fromEntries(twice)];
}

/** Every format that weights can have; those that are not published for a model are left out later. */
function moreFormats({ models }: RoleToPlan): RoleToPlan['models'][] {
  const all: Quantization[] = QUANTIZATIONS.filter((format) => !format.startsWith('q'));
  const rows = models.map((one) => (Model.isModel(one) ? { model: one, quantizations: undefined } : one));
  return rows.every(({ quantizations }) => (quantizations?.length ?? 0) >= all.length)
    ? []
    : [rows.map(({ model }) => ({ model, quantizations: all }))];
}
