// `npm run quickstart` on a fresh clone: installs what is missing, then shows one fleet that fits and one that does not.
const { spawnSync } = require('node:child_process');
const path = require('node:path');

require('./install.js');

const root = path.join(__dirname, '..');
const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const result = spawnSync(process.execPath, [tsx, '--tsconfig', 'tsconfig.dev.json', 'examples/quickstart.ts'], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(result.status ?? 1);
