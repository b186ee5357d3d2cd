/** AF-SPEC-003: one variable holds one value. Of two services that set it to different ones, clients would reach the last alone. */
import type { SpecCode } from '../core/codes';
import type { UnplacedFinding } from '../core/finding';
import { SecretRef } from '../core/secret-ref';
import type { Workload } from '../security/workload';
import type { WiredService } from './wiring';

/** Something that sets a variable, or one entry of a variable that holds several. */
interface Setting {
  /** e.g. `QDRANT_URL`, or `MCP_SERVERS.search`. */
  readonly variable: string;
  /** The value as text; equal texts are one value. */
  readonly value: string;
  readonly prop: string;
}

/** @param others variables that no service sets, by the prop that they come from */
export function clashingVariables(
  services: readonly WiredService[],
  client: Workload,
  others: Readonly<Record<string, string>>,
): UnplacedFinding[] {
  const fixed = Object.entries(others).map(([variable, prop]) => ({ variable, value: '', prop }));
  const first = new Map<string, Setting>();
  return [...fixed, ...services.flatMap((wired) => settingsOf(wired, client))].flatMap((setting) => {
    const taken = [setting.variable, ...enclosing(setting.variable, first)]
      .map((name) => first.get(name))
      .find((found) => found !== undefined);
    if (taken === undefined) first.set(setting.variable, setting);
    return taken === undefined || (taken.variable === setting.variable && taken.value === setting.value) ? [] : [clash(taken, setting)];
  });
}

/** A list of services and a plain variable of the same name are one variable. */
const enclosing = (variable: string, known: ReadonlyMap<string, Setting>): string[] => {
  const [whole = '', entry] = variable.split('.');
  return entry === undefined ? [...known.keys()].filter((name) => name.startsWith(`${variable}.`)) : [whole];
};

function settingsOf({ prop, service }: WiredService, client: Workload): Setting[] {
  const own = Object.entries(service.clientEnv(client)).map(([variable, value]) => ({ variable, value: textOf(value), prop }));
  const { listed } = service;
  return listed === undefined ? own : [...own, { variable: `${listed.variable}.${listed.name}`, value: listed.value, prop }];
}

const textOf = (value: string | SecretRef): string =>
  SecretRef.isSecretRef(value) ? JSON.stringify(['secret', value.name, value.key]) : `text ${value}`;

const clash = (first: Setting, { variable, prop }: Setting): UnplacedFinding => ({
  code: 'AF-SPEC-003' satisfies SpecCode,
  severity: 'error',
  prop,
  value: variable,
  allowed: `variables that ${first.prop} does not set`,
  message: `${prop} sets ${variable}, which ${first.prop} sets to something else; the agents would find only one of them`,
  repairs: [variable.includes('.') ? `another name for ${prop}` : `another variable in env of ${prop}, or another name`],
});
