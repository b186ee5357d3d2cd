/** Pages of the package lead to the repository for what is not packed: tests, and the live proof. */
const REPOSITORY = 'https://github.com/cdktf-agent-fleet/cdktf-agent-fleet/blob/main/';

/** A link of a page in `docs/` as a path from there; links to elsewhere stay as they are. */
export const asPath = (link: string): string => (link.startsWith(REPOSITORY) ? `../${link.slice(REPOSITORY.length)}` : link);
