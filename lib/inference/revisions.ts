/** Commits of what is downloaded, by repository. */
import { z } from 'zod';
import { notion } from '../core/notion';
import { isRepository } from './engines/hub-download';

const repositoryName = notion(
  'repository',
  "a repository of the hub, e.g. 'Qwen/Qwen3-8B'",
  (text) => text.length <= 200 && isRepository(text),
);

const commit = notion('commit', 'the 40 hexadecimal digits of a commit', (text) => /^[0-9a-f]{40}$/.test(text));

export const revisionsSchema = z.record(repositoryName, commit);
