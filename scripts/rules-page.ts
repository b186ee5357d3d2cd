/** docs/rules.md, made from the rules that packs know and from the packs. */

import { LIBRARY } from '../lib/policies/library';
import type { Pack } from '../lib/policies/pack';
import { PACKS } from '../lib/policies/packs';
import type { Policy } from '../lib/policies/policy';

const HEAD = `# Rules and packs

<!-- made by \`npm run docs\`; do not edit -->

What \`agent-fleet check\` holds a fleet against: [how to use it](guides/policies.md). Every other code is in [errors.md](errors.md).`;

export function rulesPage(): string {
  const packs = PACKS.filter(({ id }) => id !== 'agentFleetDefault' && id !== 'restricted');
  return `${[HEAD, '## Rules', table(LIBRARY), ...packs.map(packSection)].join('\n\n')}\n`;
}

function table(rules: readonly Policy[]): string {
  const rows = rules.map(
    ({ id, code, appliesTo, title, why, fix, source }) =>
      `| ${code} | ${id} | ${appliesTo} | ${title} ${why} | ${fix} | [source](${source}) |`,
  );
  return ['| code | rule | applies to | what a violation means | how to fix | why |', '|---|---|---|---|---|---|', ...rows].join('\n');
}

function packSection({ id, title, points }: Pack): string {
  const rows = points.map(({ title: point, policies, severity, controls = [] }, index) => {
    const codes = policies.map(({ code }) => code).join(', ');
    return `| ${index + 1} | ${point} | ${codes} | ${severity?.production ?? 'as ruled'} | ${controls.join(', ')} |`;
  });
  return [`## \`${id}\``, '', `${title}.`, '', '| | point | rules | in production | controls |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}
