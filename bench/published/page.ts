/** docs/published-tables.md: the tables of public articles about agent fleets, beside what the library computes. */
import { budgetTable, densityTable, kvTable, type PublishedTable, poolTable, scenarioTable, weightsTable } from './tables';

const INTRO = `# Published tables, recomputed

Written by \`npm run truth\`. Left, what budget tables of five articles on agent fleets (March to July 2026) print; right, what this library says of the same row.
Where they differ the reason stands beside it, and tests hold ours. "GB" of the articles is often GiB; ours is always GiB = 2³⁰ bytes.`;

const READINGS = `## Other readings

- **Quick rules.** A quarter of the weights for the KV cache, or 15 to 30 % for everything: both ignore the sessions. A 70B in fp8 would get 13 sessions of 8K. Sessions × context × bytes decides.
- **Three GPUs for a 70B.** Tensor parallel has to divide 64 heads and 8 KV heads: two or four.
- **36 sessions on an RTX 5090.** They fill the card to the last byte. With the runtime counted it holds 26, 23 with headroom.
- **1,000 sessions of 4K on four H100.** 250 GiB against 242: five GPUs.
- **A shorter \`max-model-len\` gives four times the capacity.** It bounds what is admitted; the pool stays the same. Capacity is the pool divided by the planned context.
- **Prefix caching saves 20 to 40 % of the cache.** Only what sessions really share is held once, per replica; it has to be declared.
- **Alerts at 80 % of the memory.** An engine that allocates its pool at start-up always shows more: watch the use of the KV cache.`;

export function publishedTablesPage(): string {
  const tables = [kvTable(), weightsTable(), budgetTable(), densityTable(), scenarioTable(), poolTable()];
  return `${[INTRO, ...tables.map(section), READINGS].join('\n\n')}\n`;
}

function section({ title, about, head, rows }: PublishedTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [`## ${title}`, '', about, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
