/** Which environment variables of a client are set by whom. */
import { SecretRef } from '../core/secret-ref';
import type { Workload } from '../security/workload';
import type { VariableSetting } from './rules/services-set-apart';
import type { WiredService } from './wiring';

/** @param others variables that no service sets, by the prop that they come from */
export function setVariables(
  services: readonly WiredService[],
  client: Workload,
  others: Readonly<Record<string, string>>,
): VariableSetting[] {
  const fixed = Object.entries(others).map(([variable, prop]) => ({ variable, value: '', prop }));
  return [...fixed, ...services.flatMap((wired) => settingsOf(wired, client))];
}

function settingsOf({ prop, service }: WiredService, client: Workload): VariableSetting[] {
  const own = Object.entries(service.clientEnv(client)).map(([variable, value]) => ({ variable, value: textOf(value), prop }));
  const { listed } = service;
  return listed === undefined ? own : [...own, { variable: `${listed.variable}.${listed.name}`, value: listed.value, prop }];
}

const textOf = (value: string | SecretRef): string =>
  SecretRef.isSecretRef(value) ? JSON.stringify(['secret', value.name, value.key]) : `text ${value}`;
