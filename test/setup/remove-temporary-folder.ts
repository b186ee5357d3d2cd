/** Removes what the tests wrote. */
import * as fs from 'node:fs';

export default function removeTemporaryFolder(): void {
  const folder = process.env['AGENT_FLEET_TEST_TMP'];
  if (folder !== undefined) fs.rmSync(folder, { recursive: true, force: true });
}
