import { Region } from '../../catalog/region';
import { type ArgumentRule, thingRule } from '../../core/method-arguments';

function isSender(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { region, models, byName } = value as { readonly region?: unknown; readonly models?: unknown; readonly byName?: unknown };
  const areTexts = models === undefined || (Array.isArray(models) && models.every((model) => typeof model === 'string'));
  return (region === null || Region.isRegion(region)) && areTexts && (byName === undefined || typeof byName === 'boolean');
}

/** The one argument of `dataPlace`. */
export const SENDER_ARGUMENT: readonly ArgumentRule[] = [
  thingRule('sender', isSender, 'whose data it is: region, and models where it asks a router', '{ region: Region.EU }'),
];
