/** The rules of node pools that Karpenter starts. */
import type { Rule } from '../../../core/rule';
import type { StartedImage, StartedPool } from '../started-pool';
import { cardsByPlugin } from './cards-by-plugin';
import { imagePinned } from './image-pinned';
import { poolOfKarpenter } from './pool-of-karpenter';
import { reservationsNamed } from './reservations-named';
import { startsFromZero } from './starts-from-zero';
import { wholeCardsStarted } from './whole-cards-started';

export const STARTED_POOL_RULES: readonly Rule<StartedPool>[] = [
  poolOfKarpenter,
  startsFromZero,
  reservationsNamed,
  cardsByPlugin,
  wholeCardsStarted,
];

export const STARTED_IMAGE_RULES: readonly Rule<StartedImage>[] = [imagePinned];
