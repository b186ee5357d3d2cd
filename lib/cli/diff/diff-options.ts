/** Options of `agent-fleet diff` as they are typed: bounds like `10%`, `$5/h` and `500/month`, events, tags. */
import { InvalidArgumentError } from 'commander';
import { closest } from '../../core/closest';
import { type DiffEvent, EVENTS, type IncreaseBound } from '../../plan/diff/policy';

const BOUND = /^\$?(\d{1,12}(?:\.\d{1,4})?)\s*(%|\/h|\/hour|\/mo|\/month)$/;

/** @throws InvalidArgumentError when the text is no bound */
export function increaseBound(text: string): IncreaseBound {
  const [, figure = '', unit = ''] = BOUND.exec(text.trim()) ?? [];
  if (figure === '' || (unit === '%' && text.includes('$'))) throw new InvalidArgumentError('Write 10%, $5/h or $500/month.');
  const value = Number(figure);
  if (unit === '%') return { kind: 'share', share: value / 100 };
  return { kind: unit.startsWith('/h') ? 'perHour' : 'perMonth', usd: value };
}

const TAG = /^[a-z0-9]+(-[a-z0-9]+)*$/i;

/** @throws InvalidArgumentError when it could end the marker of a comment */
export function commentTag(text: string): string {
  if (TAG.test(text) && text.length <= 50) return text;
  throw new InvalidArgumentError('Write letters, digits and single dashes, at most 50.');
}

/** @throws InvalidArgumentError when nothing is called so */
export function diffEvents(text: string, earlier: readonly DiffEvent[] = []): DiffEvent[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !EVENTS.some((event) => event === name));
  if (unknown === undefined) return [...new Set([...earlier, ...(names as DiffEvent[])])];
  const meant = closest(unknown, EVENTS);
  throw new InvalidArgumentError(`Allowed: ${EVENTS.join(', ')}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`);
}
