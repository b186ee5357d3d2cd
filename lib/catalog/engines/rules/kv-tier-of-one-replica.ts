/** AF-ENG-076: blocks that another pod wrote would be taken for those of this model, and nothing checks them. */
import { type Rule, type Violation, violations } from '../../../core/rule';
import { type SharedKvTier, tierOfFlag, tierOfVariable } from '../shared-kv-tier';
import type { GivenEffects } from './plan-counts-it';

export const kvTierOfOneReplica: Rule<GivenEffects> = {
  id: 'kv-tier-of-one-replica',
  code: 'AF-ENG-076',
  title: 'A flag or a variable asks for a tier of KV blocks that several pods share.',
  why: 'An engine uses a block that it finds without a check: one of another revision or layout makes the answer wrong, and nothing says so.',
  fix: 'Share blocks by offload.kvCacheShared, whose folders tell weights and layouts apart, or keep those of a replica with its pod (kvCacheDiskGiB) and lead sessions back to it (sessionAffinity); the guide on engines has the reasons.',
  severity: 'error',
  check({ flags, variables, sharedKvTiers }) {
    if (flags.length + variables.length === 0) return 'not-applicable';
    const ofFlags = flags.flatMap(({ flag, given }) => asked('extraArgs', given.written, tierOfFlag(flag, given, sharedKvTiers)));
    const ofVariables = variables.flatMap((name) => asked(`env.${name}`, name, tierOfVariable(name, sharedKvTiers)));
    return violations([...ofFlags, ...ofVariables]);
  },
};

function asked(prop: string, value: string, tier: SharedKvTier | undefined): Violation[] {
  if (tier === undefined) return [];
  return [
    {
      prop,
      value,
      allowed: 'offload.kvCacheShared, or KV blocks that go with their pod',
      message: `${value} asks for ${tier.name}, whose KV blocks several pods share, and a wrong one is not noticed: ${tier.why}`,
      repairs: [
        `remove ${value}; use offload: { kvCacheGiB, kvCacheShared: { sizeGiB, storageClass } }`,
        'offload: { kvCacheGiB, kvCacheDiskGiB }, on each node',
      ],
    },
  ];
}
