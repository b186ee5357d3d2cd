/** What scanners say and why it stays: the table of docs/security.md, of the explanations that the drill `scanners` reads. */
import { EXPLAINED } from '../e2e/scanners/explained';
import { SCANNERS } from '../e2e/scanners/finding';

const START = '<!-- made by `npm run docs`: what scanners say -->';
const END = '<!-- / -->';

/** The page with its table. */
export function withScannerTable(page: string): string {
  const [before = '', rest = ''] = page.split(START);
  const after = rest.split(END).slice(1).join(END);
  const rows = EXPLAINED.map(({ finding, checks, why }) => {
    const who = SCANNERS.flatMap((scanner) => (checks[scanner] === undefined ? [] : [`${scanner}: ${checks[scanner].join(', ')}`]));
    return `| ${finding} | ${who.join('; ')} | ${why} |`;
  });
  return `${before}${START}\n| finding | said by | why it stays |\n|---|---|---|\n${rows.join('\n')}\n${END}${after}`;
}
