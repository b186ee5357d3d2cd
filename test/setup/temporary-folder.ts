/** One folder under the system's temporary folder takes everything the tests write; workers inherit it through TMPDIR. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

export default function createTemporaryFolder(): void {
  process.env['AGENT_FLEET_TEST_TMP'] = fs.mkdtempSync(path.join(os.tmpdir(), 'agent-fleet-test-'));
  process.env['TMPDIR'] = process.env['AGENT_FLEET_TEST_TMP'];
}
