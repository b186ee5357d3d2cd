/** docs/published-tables.md: the tables of public articles about agent fleets, beside what the library computes. */
import { moneyTable } from './money';
import { readingsTable } from './readings';
import { budgetTable, densityTable, kvTable, type PublishedTable, poolTable, scenarioTable, weightsTable } from './tables';

const INTRO = `# Published tables, recomputed

Written by \`npm run accuracy\`. Left, what budget tables of five articles on agent fleets (March to July 2026) print; right, what this library says of the same row.
Where they differ the reason stands beside it, and tests hold ours. "GB" of the articles is often GiB; ours is always GiB = 2³⁰ bytes.`;

export function publishedTablesPage(): string {
  const tables = [kvTable(), weightsTable(), budgetTable(), densityTable(), scenarioTable(), poolTable(), moneyTable(), readingsTable()];
  return `${[INTRO, ...tables.map(section)].join('\n\n')}\n`;
}

function section({ title, about, head, rows }: PublishedTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [`## ${title}`, '', about, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
