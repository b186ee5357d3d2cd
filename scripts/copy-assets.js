// Copies what the compiler does not: the chart that carries custom resources. Argument: the compiler's output folder.
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const output = path.resolve(root, process.argv[2] ?? 'dist');
fs.cpSync(path.join(root, 'lib/terraform/objects-chart'), path.join(output, 'terraform/objects-chart'), { recursive: true });
