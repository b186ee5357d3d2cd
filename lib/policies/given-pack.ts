/** A pack as callers name it: one of the library by its name, or one of their own. */
import { z } from 'zod';
import { closest } from '../core/closest';
import { freeText } from '../core/notion';
import { branded } from '../core/schema';
import type { Pack } from './pack';
import { PACKS } from './packs';
import { PolicyPack } from './policy-pack';

/** Names of the packs of the library. */
export type LibraryPack = 'agentFleetDefault' | 'productionChecklist' | 'publishedChecks' | 'costControl' | 'security' | 'restricted';

const names = PACKS.map(({ id }) => id);

export const givenPackSchema = z.union([
  freeText('it is compared with the names of the packs').refine((id) => names.includes(id), {
    error: (issue) => `expected one of ${names.join(', ')}${meant(issue.input)}, or a PolicyPack`,
  }),
  branded<PolicyPack>(PolicyPack.isPolicyPack, 'a PolicyPack'),
]);

function meant(given: unknown): string {
  const suggestion = typeof given === 'string' ? closest(given, names) : undefined;
  return suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`;
}

/** @param given What the schema accepts. */
export const packOf = (given: string | PolicyPack): Pack =>
  typeof given === 'string' ? (PACKS.find(({ id }) => id === given) as Pack) : given;
