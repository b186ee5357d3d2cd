/** A client of a router with its keys as plain values: what the rules of keys look at. */
import { own } from '../../../core/own';
import { type LimitBelowPlan, ratesBelowPlan } from '../../limits/below-plan';
import type { Route } from '../../routes';
import { type BudgetSpec, DAYS } from '../database/budget-props';
import { ownAliases } from './allowed-models';
import type { ClientKey } from './client-keys';

export interface KeyedClient {
  /** Name of the workload. */
  readonly client: string;
  /** Secrets of its keys, as `name/key`. */
  readonly secrets: readonly string[];
  /** Who else has one of them: other clients, and the router itself. */
  readonly sharedWith: readonly string[];
  /** Aliases that the user names; undefined where the plan says them. */
  readonly models: readonly string[] | undefined;
  /** Aliases that its fleet leads somewhere. */
  readonly needs: readonly string[];
  /** Requests in flight that the user allows it, in all instances of the router together; undefined where nothing bounds them. */
  readonly parallel: number | undefined;
  /** Sessions that its fleet plans at the peak. */
  readonly planned: number;
  /** Limits of a minute that the user wrote, each with the least that admits the plan, where it is below. */
  readonly belowPlan: readonly LimitBelowPlan[];
  /** The user wrote a limit of a minute. */
  readonly isRated: boolean;
  /** Budgets that bound its fleet, with what is planned to be spent of each. That of a team stands with the first of its clients. */
  readonly budgets: readonly PlannedBudget[];
  /** It comes from outside of the app. @default false */
  readonly isOutside?: boolean;
  /** A workload of the app has its name. @default false */
  readonly isWired?: boolean;
  readonly expires: string | undefined;
  /** Day on which the plan is judged, ISO; undefined where nobody gave one. */
  readonly planDate: string | undefined;
}

/** A budget beside the plan. */
export interface PlannedBudget extends BudgetSpec {
  /** As the user writes it, e.g. `clientKeys.research-agents.budget`. */
  readonly prop: string;
  /** US dollars of a period; what is not known of is left out. */
  readonly plannedUsd: number;
}

/** The router whose clients they are. */
export interface KeyedRouter {
  readonly clients: readonly ClientKey[];
  /** Secret of the router's own key, as `name/key`. */
  readonly masterKey: string;
  /** Routes and external models with who asked for them. */
  readonly routes: readonly (Pick<Route, 'alias' | 'owner'> & { readonly planned?: number; readonly usdPerDay?: number | null })[];
  readonly teams: Readonly<Record<string, { readonly budget?: BudgetSpec | undefined }>>;
  /** Instances that count for themselves. */
  readonly counting: number;
  readonly planDate: string | undefined;
}

export function keyedClients(router: KeyedRouter): KeyedClient[] {
  const { clients, masterKey, routes, counting, planDate } = router;
  const holders = new Map<string, string[]>([[masterKey, ['the router itself']]]);
  for (const one of clients) for (const secret of secretsOf(one)) holders.set(secret, [...(holders.get(secret) ?? []), one.client]);
  return clients.map((one) => {
    const { client, paths, spec } = one;
    const secrets = secretsOf(one);
    const needs = ownAliases(paths, routes);
    const asked = routes.filter(({ alias }) => needs.includes(alias));
    return {
      client,
      secrets,
      sharedWith: [...new Set(secrets.flatMap((secret) => holders.get(secret) ?? []))].filter((holder) => holder !== client),
      models: spec.models,
      needs,
      parallel: spec.maxParallelRequests === undefined ? undefined : spec.maxParallelRequests * counting,
      // A role that several fleets have is planned for all of them together.
      planned: one.load?.sessions ?? asked.reduce((sum, { planned = 0 }) => sum + planned, 0),
      belowPlan: one.load === undefined ? [] : ratesBelowPlan(spec, one.load, { parallel: counting, rates: counting }),
      isRated: spec.requestsPerMinute !== undefined || spec.tokensPerMinute !== undefined,
      budgets: budgetsOf(one, router),
      isOutside: one.outside !== undefined,
      isWired: paths.length > 0,
      expires: spec.expires,
      planDate,
    };
  });
}

function budgetsOf({ client, spec: { budget, team = '' } }: ClientKey, { clients, routes, teams }: KeyedRouter): PlannedBudget[] {
  const members = clients.filter(({ spec }) => spec.team === team);
  const shared = members[0]?.client === client ? own(teams, team)?.budget : undefined;
  const planned = (some: readonly ClientKey[], { per }: BudgetSpec) =>
    DAYS[per] * some.reduce((sum, { paths }) => sum + usdPerDay(paths, routes), 0);
  return [
    ...(budget === undefined
      ? []
      : [
          {
            ...budget,
            prop: `clientKeys.${client}.budget`,
            plannedUsd: planned(
              clients.filter((one) => one.client === client),
              budget,
            ),
          },
        ]),
    ...(shared === undefined ? [] : [{ ...shared, prop: `teams.${team}.budget`, plannedUsd: planned(members, shared) }]),
  ];
}

function usdPerDay(paths: readonly string[], routes: KeyedRouter['routes']): number {
  const needs = ownAliases(paths, routes);
  return routes.reduce((sum, { alias, usdPerDay: usd }) => sum + (needs.includes(alias) ? (usd ?? 0) : 0), 0);
}

const secretsOf = ({ secrets }: ClientKey): string[] => secrets.map(({ name, key }) => `${name}/${key}`);
