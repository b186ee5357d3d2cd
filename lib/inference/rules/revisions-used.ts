/** AF-ENG-053: a commit that nobody downloads pins nothing. */

import { remove } from '../../core/change';
import { closest } from '../../core/closest';
import { repair } from '../../core/finding';
import { type Rule, type Violation, violations } from '../../core/rule';
import type { PoolView } from '../pool-view';
import { weightsOf } from '../serving';

export const revisionsUsed: Rule<PoolView> = {
  id: 'revisions-used',
  code: 'AF-ENG-053',
  title: 'A pool pins the commit of a repository that it does not download, or whose commits its engine cannot choose.',
  why: 'What is loaded would be another revision than the one that was read, or nobody would notice that it is.',
  fix: 'Pin what is downloaded, or leave the revision out.',
  severity: 'error',
  check(pool) {
    const { revisions } = pool.spec;
    const names = Object.keys(revisions ?? {});
    if (names.length === 0) return 'not-applicable';
    if (pool.adapter.pinsRevisions !== true) return [unpinnable(pool, names)];
    const { repositories } = weightsOf(pool);
    return violations(names.filter((name) => !repositories.includes(name)).map((name) => unused(name, repositories)));
  },
};

function unpinnable({ engine }: PoolView, names: readonly string[]): Violation {
  return {
    prop: 'revisions',
    value: names.join(', '),
    allowed: 'nothing',
    message: `the download of ${engine.name} brings the newest files, and no commit of them`,
    repairs: [repair(remove('revisions')), 'another engine'],
  };
}

function unused(name: string, repositories: readonly string[]): Violation {
  const meant = closest(name, repositories);
  return {
    prop: `revisions.${name}`,
    value: name,
    allowed: repositories.join(', ') || 'nothing: nothing is downloaded',
    message:
      repositories.length === 0 ? `nothing is downloaded, so that the revision of ${name} pins nothing` : `${name} is not downloaded`,
    repairs: [...(meant === undefined ? [] : [`revisions: { '${meant}': … }`]), `leave ${name} out of revisions`],
  };
}
