/** Where built tools and the folders of runs lie: outside the repository, where the user keeps caches. */
import * as os from 'node:os';
import * as path from 'node:path';

export function cacheFolder(...parts: readonly string[]): string {
  const base = process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache');
  return path.join(base, 'cdktf-agent-fleet', ...parts);
}
