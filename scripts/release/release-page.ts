/** What a release takes from CHANGELOG.md, as its page on GitHub shows it. */

const REPOSITORY = 'https://github.com/cdktf-agent-fleet/cdktf-agent-fleet/blob';
/** GitHub refuses the text of a release above 125,000 characters ("body is too long"); the upgrade note stands below. */
export const MOST_CHARACTERS = 100_000;

/** Links lead to the files of the tag. Of what is too long stand the introduction, and where the rest is. */
export function releasePage(changes: string, version: string): string {
  const files = `${REPOSITORY}/v${version}`;
  const page = changes.replaceAll(/\]\((?![a-z]+:|#)/g, `](${files}/`).replaceAll('](#', `](${files}/CHANGELOG.md#`);
  if (page.length <= MOST_CHARACTERS) return page;
  const [introduction = ''] = page.split(/^### /m);
  const entries = [...changes.matchAll(/^- /gm)].length - [...introduction.matchAll(/^- /gm)].length;
  return `${introduction.trim()}\n\nAll ${entries} changes: [CHANGELOG.md](${files}/CHANGELOG.md).`.trim();
}
