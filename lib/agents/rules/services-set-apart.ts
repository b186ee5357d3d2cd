/** AF-CPU-012: one variable holds one value. */
import { type Rule, type Violation, violations } from '../../core/rule';

/** Something that sets a variable, or one entry of a variable that holds several. */
export interface VariableSetting {
  /** e.g. `QDRANT_URL`, or `MCP_SERVERS.search`. */
  readonly variable: string;
  /** The value as text; equal texts are one value. */
  readonly value: string;
  /** Prop that sets it. */
  readonly prop: string;
}

export const servicesSetApart: Rule<readonly VariableSetting[]> = {
  id: 'services-set-apart',
  code: 'AF-CPU-012',
  title: 'Two services set one environment variable to different values.',
  why: 'The agents would find only one of the services.',
  fix: 'Give one of the services another variable, or another name.',
  severity: 'error',
  check(settings) {
    if (settings.length < 2) return 'not-applicable';
    const first = new Map<string, VariableSetting>();
    return violations(settings.flatMap((setting) => clashWith(first, setting)));
  },
};

/** Remembers a setting whose variable was not set before. */
function clashWith(first: Map<string, VariableSetting>, setting: VariableSetting): Violation[] {
  const taken = [setting.variable, ...enclosing(setting.variable, first)]
    .map((name) => first.get(name))
    .find((found) => found !== undefined);
  if (taken === undefined) {
    first.set(setting.variable, setting);
    return [];
  }
  return taken.variable === setting.variable && taken.value === setting.value ? [] : [clash(taken, setting)];
}

/** A list of services and a plain variable of the same name are one variable. */
const enclosing = (variable: string, known: ReadonlyMap<string, VariableSetting>): string[] => {
  const [whole = '', entry] = variable.split('.');
  return entry === undefined ? [...known.keys()].filter((name) => name.startsWith(`${variable}.`)) : [whole];
};

const clash = (first: VariableSetting, { variable, prop }: VariableSetting): Violation => ({
  prop,
  value: variable,
  allowed: `variables that ${first.prop} does not set`,
  message: `${prop} sets ${variable}, which ${first.prop} sets to something else; the agents would find only one of them`,
  repairs: [variable.includes('.') ? `another name for ${prop}` : `another variable in env of ${prop}, or another name`],
});
