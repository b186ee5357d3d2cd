/** The page of a release on GitHub, which has a bound and shows no files of the repository by relative links. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { changelogPart } from '../../scripts/release/changelog-part';
import { MOST_CHARACTERS, releasePage } from '../../scripts/release/release-page';

const FILES = 'https://github.com/cdktf-agent-fleet/cdktf-agent-fleet/blob/v1.2.0';

test('links lead to the files of the tag; others stay', () => {
  const changes = 'See [data](docs/guides/data.md#namespaces), [below](#changed) and [npm](https://www.npmjs.com).';
  expect(releasePage(changes, '1.2.0')).toBe(
    `See [data](${FILES}/docs/guides/data.md#namespaces), [below](${FILES}/CHANGELOG.md#changed) and [npm](https://www.npmjs.com).`,
  );
});

test('of changes that are too long, the introduction stands there and says where the rest is', () => {
  const entries = Array.from({ length: 2_000 }, (_, at) => `- Entry ${at}, of about seventy characters, so that all are too long.`);
  const page = releasePage(`What it has:\n\n- Fleets.\n\n### Added\n\n${entries.join('\n')}\n\n### Changed\n\n- One.`, '1.2.0');
  expect(page).toBe(`What it has:\n\n- Fleets.\n\nAll 2001 changes: [CHANGELOG.md](${FILES}/CHANGELOG.md).`);
});

test('those of today fit', () => {
  const changelog = fs.readFileSync(path.join(__dirname, '../../CHANGELOG.md'), 'utf8');
  const newest = /^## \[?([^\]\s]+)/m.exec(changelog)?.[1] ?? '';
  const page = releasePage(changelogPart(changelog, newest), '1.2.0');
  expect(page.length).toBeGreaterThan(500);
  expect(page.length).toBeLessThanOrEqual(MOST_CHARACTERS);
});
