// Copies what the compiler does not: the chart that carries custom resources.
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
fs.cpSync(path.join(root, 'lib/terraform/objects-chart'), path.join(root, 'dist/terraform/objects-chart'), { recursive: true });
