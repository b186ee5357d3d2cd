/** How the cards of a node pool are cut into slices (MIG), and what that makes of them for pods. */
import { z } from 'zod';
import type { Gpu } from '../catalog/gpu';
import { layoutFits, type MigLayout, priceShareOf, profilesOf } from '../catalog/mig-layout';
import { deviceClassName } from '../core/kubernetes/device-class-name';
import { notion } from '../core/notion';
import { wholeNumber } from '../core/schema';

/** Slices of every card of a node pool. */
export interface NodeMig {
  /**
   * How slices appear to pods, the same on a whole cluster: each size as a resource of its own (`mixed`, `nvidia.com/mig-2g.20gb`), or as GPUs (`single`,
   * `nvidia.com/gpu`), where all slices of a node have one size.
   * @default 'mixed'
   */
  readonly strategy?: 'single' | 'mixed';
  /** Slices of each card, e.g. `{ '2g.20gb': 1, '1g.10gb': 3 }`. */
  readonly layout: MigLayout;
  /**
   * Device classes (DRA) that hand out the slices, one for each size of the layout, e.g. `{ '2g.20gb': 'mig-2g-20gb' }`, in place of a device plugin.
   * Needs Kubernetes 1.36 or newer; without `strategy`.
   * @default - none: the device plugin of the nodes
   */
  readonly deviceClasses?: Readonly<Record<string, string>>;
}

const profile = notion('profile of a MIG slice', 'a profile of a slice, e.g. 2g.20gb or 1g.10gb+me', (text) =>
  /^\d{1,2}g\.\d{1,3}gb(?:[+-][a-z.]{1,12})?$/.test(text),
);

export const nodeMigSchema = z
  .strictObject({
    strategy: z.enum(['single', 'mixed']).optional(),
    layout: z
      .record(profile, wholeNumber(1, 7))
      .refine((layout) => Object.keys(layout).length > 0, { error: 'expected at least one slice, e.g. { "1g.10gb": 7 }' }),
    deviceClasses: z.record(profile, deviceClassName).optional(),
  })
  .superRefine(({ strategy, layout, deviceClasses }, context) => {
    if (deviceClasses === undefined) return;
    const issue = (key: string, message: string) => context.addIssue({ code: 'custom', message, path: [key] });
    if (strategy !== undefined) issue('strategy', 'expected no strategy beside deviceClasses: each size has its class');
    const sizes = Object.keys(layout).sort();
    if (String(sizes) !== String(Object.keys(deviceClasses).sort()))
      issue('deviceClasses', `expected a class for each of ${sizes.join(', ')}`);
  })
  .refine(({ strategy, layout }) => strategy !== 'single' || Object.keys(layout).length <= 1, {
    error: "expected slices of one size: with strategy 'single' a node of several sizes shows none of them; take 'mixed'",
    path: ['layout'],
  });

/** Why a card cannot be cut so; null when it can. */
export function layoutProblem({ facts }: Gpu, { layout }: NodeMig): string | null {
  if (facts.sliceOf !== null) return 'expected a whole card in gpu: a slice is not cut again';
  const profiles = profilesOf(facts);
  if (profiles.length === 0) return `expected no mig: ${facts.name} cannot be cut into slices`;
  const other = Object.keys(layout).find((profile) => !profiles.includes(profile));
  if (other !== undefined) return `expected profiles of ${facts.name}: ${profiles.join(', ')}; it has no ${other}`;
  return layoutFits(facts, layout)
    ? null
    : `expected slices that lie on one ${facts.name} beside each other: it has no room for all of these`;
}

/** Part of the price of a card that a slice of it pays. */
export const sliceShare = ({ layout }: NodeMig, profile: string): number => priceShareOf(layout, profile);

/** Label with which a node asks the GPU operator for its layout. */
export const MIG_CONFIG_LABEL = 'nvidia.com/mig.config';

/** Name of a layout, made from its content: a node changes its layout only when its label changes. */
export function migConfigName({ layout }: NodeMig): string {
  return ['agent-fleet', ...entriesOf(layout).map(([profile, count]) => `${count}x${resourceWord(profile)}`)].join('-');
}

/** The layouts as the MIG manager of the GPU operator reads them. */
export function migConfigs(migs: readonly NodeMig[]) {
  const cut = (mig: NodeMig) => [{ devices: 'all', 'mig-enabled': true, 'mig-devices': Object.fromEntries(entriesOf(mig.layout)) }];
  return {
    version: 'v1',
    'mig-configs': {
      'all-disabled': [{ devices: 'all', 'mig-enabled': false }],
      ...Object.fromEntries(migs.map((mig) => [migConfigName(mig), cut(mig)])),
    },
  };
}

/** `1g.10gb+me` is written `1g.10gb.me` where names have no `+`. */
export const resourceWord = (profile: string): string => profile.replaceAll('+', '.');

const entriesOf = (layout: MigLayout) => Object.entries(layout).sort(([a], [b]) => (a < b ? 1 : -1));
