/** AF-SUP-004: a signer of what nothing pulls. */
import { closest } from '../../core/closest';
import type { Rule } from '../../core/rule';

/** Signers of a cluster beside the repositories that are pulled there. */
export interface GivenSigners {
  readonly given: boolean;
  /** Repositories with a signer from which nothing is pulled. */
  readonly unused: readonly string[];
  readonly pulled: readonly string[];
}

export const signerUsed: Rule<GivenSigners> = {
  id: 'signer-used',
  code: 'AF-SUP-004',
  title: 'A signer is given for a repository from which nothing is pulled.',
  why: 'The image that was meant is pulled from elsewhere, and nobody asks for its signature.',
  fix: 'Name the repository as `agent-fleet images` prints it, without its tag, or take the signer out.',
  severity: 'warning',
  check({ given, unused, pulled }) {
    if (!given) return 'not-applicable';
    if (unused.length === 0) return 'compliant';
    return unused.map((repository) => ({
      prop: `imageSignatures.signers.${repository}`,
      value: repository,
      allowed: 'a repository that the cluster pulls from, by its published name',
      message: `nothing is pulled from ${repository}, so nobody asks for this signature`,
      repairs: [repairOf(repository, pulled)],
    }));
  },
};

function repairOf(repository: string, pulled: readonly string[]): string {
  const meant = closest(repository, pulled);
  return meant === undefined ? `imageSignatures.signers without ${repository}` : `did you mean ${meant}?`;
}
