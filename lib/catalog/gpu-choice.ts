/** A GPU that is chosen when the app is synthesized: the cheapest of some that holds what is asked. Made by `Gpu.cheapest`. */
import { z } from 'zod';
import { brand, hasBrand } from '../core/brand';
import { freeText } from '../core/notion';
import { branded, parseProps, wholeNumber } from '../core/schema';

/** What a choice knows of a card. */
export interface NamedCard {
  readonly id: string;
  readonly name: string;
}

/** Which cards are compared, and what has to fit on the one that is taken. */
export interface CheapestGpuProps<Card extends NamedCard = NamedCard> {
  /** Cards to choose from; of two at one price the first is taken. */
  readonly among: readonly Card[];
  /** Sessions for which the card is chosen. What roles ask for is judged as always, on the card that was chosen. */
  readonly sessions: number;
  /**
   * Context of one session, tokens.
   * @default - `maxContextTokens` of the pool
   */
  readonly contextTokens?: number;
  /**
   * File that keeps the choice, relative to the folder in which the app runs. Commit it: what it names stays, whatever prices do.
   * @default 'fleet.lock.json'
   */
  readonly lockFile?: string;
}

const schema = z.strictObject({
  among: z
    .array(branded<NamedCard>((value) => hasBrand(value, 'Gpu'), 'a Gpu, e.g. Gpu.L40S'))
    .min(1, { error: 'expected at least one GPU, e.g. [Gpu.L40S, Gpu.A100_80GB_PCIE]' }),
  sessions: wholeNumber(1, 10_000_000),
  contextTokens: wholeNumber(1, 1_000_000_000).optional(),
  lockFile: freeText('a path of the user').default('fleet.lock.json'),
});

/** The choice as it stands in the props of a pool. */
export class GpuChoice<Card extends NamedCard = NamedCard> {
  /** Recognises a choice by its brand, so that two copies of the library agree. */
  static isGpuChoice(value: unknown): value is GpuChoice {
    return hasBrand(value, 'GpuChoice');
  }

  readonly among: readonly Card[];
  readonly sessions: number;
  /** Null for the longest request of the pool. */
  readonly contextTokens: number | null;
  readonly lockFile: string;

  /** @throws FleetSpecError AF-SPEC-001 when a prop is malformed. */
  constructor(props: CheapestGpuProps<Card>) {
    const spec = parseProps(schema, props, { path: 'Gpu.cheapest', className: 'Gpu.cheapest' });
    this.among = spec.among as readonly NamedCard[] as readonly Card[];
    this.sessions = spec.sessions;
    this.contextTokens = spec.contextTokens ?? null;
    this.lockFile = spec.lockFile;
    brand(this, 'GpuChoice');
    Object.freeze(this);
  }
}
