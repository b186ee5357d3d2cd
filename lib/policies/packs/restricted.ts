import { LIBRARY } from '../library';
import { BLOCKING, type Pack, pointsOf } from '../pack';

/** Every rule that packs know, and none of them may be broken without a reason. */
export const RESTRICTED: Pack = {
  id: 'restricted',
  title: 'Every rule is kept, or somebody says why not',
  points: pointsOf(LIBRARY).map((point) => ({ ...point, severity: BLOCKING })),
};
