/** Roles that a plan sends to an API, as a program writes them. */
import type { FleetToPlan } from '../fleet-to-plan-schema';
import type { Item } from '../item';
import type { PlannedFleet } from '../planned-fleet';
import { externalVariables } from './program-names';
import { codeOf, quoted, verbatim, type Written } from './written';

export interface RoleAtApi {
  readonly item: Item;
  readonly api: string;
}

/** Roles that `apiRoles` of a fleet can hold: those that are known by their sessions. */
export function rolesAtApis({ apis }: FleetToPlan, plan: PlannedFleet, items: readonly Item[]): readonly RoleAtApi[] {
  return plan.roles.flatMap(({ name, api }) => {
    const item = items.find((one) => one.name === name);
    const isHeld = item !== undefined && api !== null && apis[api] !== undefined && item.asked.conversations === undefined;
    return isHeld ? [{ item, api }] : [];
  });
}

/** What is left to do by hand. */
export function apiNotes(plan: PlannedFleet, held: readonly RoleAtApi[]): string[] {
  const alone = plan.pools.length === 0;
  return plan.roles.flatMap(({ name, api, usdPerHour }) => {
    if (api === null || (!alone && held.some(({ item }) => item.name === name))) return [];
    return [`// ${name} is cheaper at the API ${api} ($${usdPerHour.toFixed(2)} an hour): see docs/guides/external-models.md`];
  });
}

/** One external model for each API, with the prices of the question and an address to complete. */
export function apiModels({ apis }: FleetToPlan, held: readonly RoleAtApi[]): string[] {
  return [...variablesOf(held)].map(([api, variable]) => {
    const longest = Math.max(...held.filter((one) => one.api === api).map(({ item }) => item.asked.contextTokens));
    const props: Written = {
      url: `https://${api}.example.com/v1`,
      model: api,
      key: verbatim(`SecretRef.existing(${quoted(`${api}-api`)}, 'key')`),
      maxContextTokens: longest,
      costPerMillionTokens: costs(apis[api]),
    };
    return `const ${variable} = ExternalModel.openAiCompatible(${codeOf(props)});`;
  });
}

const variablesOf = (held: readonly RoleAtApi[]) => externalVariables([...new Set(held.map(({ api }) => api))]);

/** A price without its date is none. */
function costs(offer: FleetToPlan['apis'][string] | undefined): Written | undefined {
  if (offer?.priceAsOf === undefined) return undefined;
  const input = offer.inputUsdPerMTokens ?? offer.usdPerMTokens ?? 0;
  return {
    input,
    output: offer.outputUsdPerMTokens ?? offer.usdPerMTokens ?? 0,
    cachedInput: offer.cachedInputUsdPerMTokens,
    asOf: offer.priceAsOf,
  };
}

/** Each role by its name. Sessions are workflows × instances. */
export function apiRolesProps(held: readonly RoleAtApi[], workflows: number): { readonly [role: string]: Written } {
  const variables = variablesOf(held);
  return Object.fromEntries(held.map((one) => [one.item.name, apiRoleProps(one, variables.get(one.api) ?? one.api, workflows)]));
}

function apiRoleProps({ item }: RoleAtApi, variable: string, workflows: number): Written {
  const { contextTokens, request } = item.asked;
  const instances = item.demand.sessions / workflows;
  return {
    model: verbatim(variable),
    contextTokens,
    instances: instances === 1 ? undefined : instances,
    request: request === undefined ? undefined : { ...request },
  };
}
