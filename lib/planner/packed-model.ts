/** Cards that are divided and nodes that are paid whole, as variables of the choice: how many of each are bought, and what pools take of them. */
import type { Constraint } from 'yalps';
import { type Division, isDividedInto, partKey, partsOnCard } from './card-part';
import { gpusOf, isPaidWithOthers, type PoolColumn } from './column';
import { nodePoolOf } from './node-packing';
import type { GpuOffer } from './offers';

/** Nodes of one offer whose cards are divided alike. */
interface Pack {
  readonly name: string;
  readonly offer: GpuOffer;
  readonly division: Division | null;
  /** Parts of each kind that one card has; empty where cards stay whole. */
  readonly parts: readonly (readonly [key: string, count: number])[];
  /** Items that columns of the pack serve. */
  readonly items: Set<number>;
}

type Coefficients = [string, number][];

/** Of choices at one price the one with whole cards, else with slices, which are isolated, and with fewer parts: too small to be seen in a price. */
const PER_PART = { slices: 1e-9, shared: 1e-8 } as const;

export class PackedModel {
  private readonly packs = new Map<string, Pack>();

  /** @param quotas offers whose GPUs are counted */
  constructor(private readonly quotas: ReadonlyMap<string, number>) {}

  /** Whole cards of an offer that may be divided are counted by nodes where it has only so many: a node is divided in one way. */
  holds(column: PoolColumn): boolean {
    const { offer } = column.variant;
    return isPaidWithOthers(column) || (offer.parts.length > 0 && this.quotas.has(offer.name));
  }

  /** What a column costs beside the cards and nodes that are variables of their own. */
  ownUsd(column: PoolColumn): number {
    const isVariable: boolean = isPaidWithOthers(column);
    return isVariable ? 0 : column.usdPerHour;
  }

  /** What a column takes of its pack. That every item has the cards or nodes that it needs by itself follows from integers, and makes relaxations tight. */
  taken(column: PoolColumn): Coefficients {
    const { name, offer, items } = this.packOf(column);
    const { part } = column.variant;
    const alone = offer.wholeNodes || part === null ? Math.ceil(gpusOf(column) / offer.gpusPerNode - 1e-9) : gpusOf(column);
    for (const item of column.set) items.add(item);
    const own = column.set.map((item): [string, number] => [`item ${item} on ${name}`, alone]);
    return [part === null ? [`gpus ${name}`, gpusOf(column)] : [`parts ${name} ${partKey(part)}`, column.replicas], ...own];
  }

  constraints(): [string, Constraint][] {
    return [...this.packs.values()].flatMap(({ name, parts, items }) =>
      [`gpus ${name}`, ...parts.map(([key]) => `parts ${name} ${key}`), ...[...items].map((item) => `item ${item} on ${name}`)].map(
        (row): [string, Constraint] => [row, { max: 0 }],
      ),
    );
  }

  variables(): [string, Coefficients][] {
    return [...this.packs.values()].flatMap((pack): [string, Coefficients][] => {
      const { name, division } = pack;
      return [
        ...(division === null ? [] : [[`cards ${name}`, this.card(pack)] as [string, Coefficients]]),
        [`nodes ${name}`, this.node(pack)],
      ];
    });
  }

  private card({ name, offer, division, parts, items }: Pack): Coefficients {
    return [
      [
        'usd',
        (offer.wholeNodes ? 0 : offer.usdPerGpuHour) +
          PER_PART[division !== null && 'engines' in division ? 'shared' : 'slices'] * parts.reduce((sum, [, count]) => sum + count, 0),
      ],
      [`gpus ${name}`, 1],
      ...parts.map(([key, count]): [string, number] => [`parts ${name} ${key}`, -count]),
      ...(offer.wholeNodes ? [] : [...items].map((item): [string, number] => [`item ${item} on ${name}`, -1])),
    ];
  }

  private node({ name, offer, division, items }: Pack): Coefficients {
    const { gpusPerNode, usdPerGpuHour, wholeNodes } = offer;
    return [
      ['usd', wholeNodes ? gpusPerNode * usdPerGpuHour : 0],
      [`gpus ${name}`, -gpusPerNode],
      ...(this.quotas.has(offer.name) ? [[`quota ${offer.name}`, gpusPerNode] as [string, number]] : []),
      ...(wholeNodes || division === null ? [...items].map((item): [string, number] => [`item ${item} on ${name}`, -1]) : []),
    ];
  }

  private packOf(column: PoolColumn): Pack {
    const name = nodePoolOf(column);
    const known = this.packs.get(name);
    if (known !== undefined) return known;
    const { offer } = column.variant;
    const pack = {
      name,
      offer,
      division: column.division,
      parts: column.division === null ? [] : partsIn(offer, column.division),
      items: new Set<number>(),
    };
    this.packs.set(name, pack);
    return pack;
  }
}

const partsIn = ({ parts }: GpuOffer, division: Division): [string, number][] =>
  parts.flatMap((part): [string, number][] => (isDividedInto(part, division) ? [[partKey(part), partsOnCard(part, division)]] : []));
