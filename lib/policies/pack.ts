/** A pack is a table: points in their order, each with the rules that decide it. It checks nothing itself. */
import type { Policy, SeverityByEnvironment } from './policy';

/** One line of a pack. */
export interface PackPoint {
  /** What is asked for, a few words. */
  readonly title: string;
  /** Rules of which all must be kept. */
  readonly policies: readonly Policy[];
  /** How serious it is in this pack. @default - as serious as its rules */
  readonly severity?: SeverityByEnvironment;
  /** Controls of published lists that it answers, e.g. `ASI03`. */
  readonly controls?: readonly string[];
}

/** Points by which fleets are judged together, e.g. the checklist for production. */
export interface Pack {
  /** Name on the command line, e.g. `productionChecklist`. */
  readonly id: string;
  /** The pack in words. */
  readonly title: string;
  readonly points: readonly PackPoint[];
}

/** A pack, and the construct below which it applies. */
export interface AppliedPack {
  readonly pack: Pack;
  readonly path: string;
}

/** A point for each rule. */
export const pointsOf = (policies: readonly Policy[]): PackPoint[] => policies.map((one) => ({ title: inWords(one.id), policies: [one] }));

/** Written otherwise than other words. */
const NAMES: Readonly<Record<string, string>> = { api: 'API', cpu: 'CPU', gpu: 'GPU', gpus: 'GPUs', kv: 'KV', fp8: 'FP8' };

/** `gpus-cheaper-than-api` → `GPUs cheaper than API`. */
function inWords(id: string): string {
  const words = id.split('-').map((word) => NAMES[word] ?? word);
  return words.map((word, index) => (index === 0 ? `${word.charAt(0).toUpperCase()}${word.slice(1)}` : word)).join(' ');
}

/** What keeps a fleet from production. */
export const BLOCKING: SeverityByEnvironment = { development: 'warning', staging: 'error', production: 'error' };
/** What somebody has to decide on. */
export const ADVISED: SeverityByEnvironment = { development: 'info', staging: 'warning', production: 'warning' };
