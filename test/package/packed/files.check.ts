import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder, packedFiles, projectFolder, workFolder } from './pack';

const files = packedFiles();
const manifest = JSON.parse(readFileSync(join(packageFolder('plain'), 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string } | string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly sideEffects: readonly string[];
};
const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== './package.json');
const nameOf = (subpath: string) => `cdktf-agent-fleet${subpath.slice(1)}`;

describe('the packed files', () => {
  test('hold every file that package.json names', () => {
    const named = Object.values(manifest.exports).flatMap((entry) => (typeof entry === 'string' ? [entry] : [entry.types, entry.default]));
    const paths = [...named, ...Object.values(manifest.bin), ...manifest.sideEffects].map((path) => path.replace(/^\.\//, ''));
    expect(files).toEqual(expect.arrayContaining(paths));
  });

  test('hold the chart that carries custom resources', () => {
    expect(files).toEqual(
      expect.arrayContaining(['Chart.yaml', 'values.yaml', 'templates/objects.yaml'].map((file) => `dist/terraform/objects-chart/${file}`)),
    );
  });

  test('hold nothing but code, types, the chart and documentation', () => {
    const wanted =
      /^(dist\/.+\.(js|d\.ts)|dist\/terraform\/objects-chart\/.+\.yaml|docs\/.+|README\.md|CHANGELOG\.md|LICENSE|package\.json)$/;
    expect(files.filter((file) => !wanted.test(file))).toEqual([]);
  });

  test('hold types for every module', () => {
    const modules = files.filter((file) => file.endsWith('.js'));
    expect(modules.length).toBeGreaterThan(100);
    expect(files).toEqual(expect.arrayContaining(modules.map((file) => file.replace(/\.js$/, '.d.ts'))));
  });
});

describe('importing', () => {
  /** Requires a module in a fresh process, in an empty folder. */
  const required = (module: string, then = '') => {
    const cwd = mkdtempSync(join(workFolder(), 'cwd-'));
    const script = `const loaded = require(${JSON.stringify(module)}); ${then}`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--throw-deprecation', '-e', script], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, NODE_PATH: join(projectFolder('plain'), 'node_modules') },
    });
    return { status, stdout, stderr, written: readdirSync(cwd) };
  };

  test.each(subpaths)('%s prints nothing, writes nothing and lets the process end', (subpath) => {
    expect(required(nameOf(subpath))).toEqual({ status: 0, stdout: '', stderr: '', written: [] });
  });

  test('any module of the package prints nothing and writes nothing', () => {
    const modules = files.filter((file) => file.endsWith('.js') && !Object.values(manifest.bin).includes(file));
    const all = `for (const file of ${JSON.stringify(modules)}) require(${JSON.stringify(`${packageFolder('plain')}/`)} + file);`;
    expect(required('node:path', all)).toEqual({ status: 0, stdout: '', stderr: '', written: [] });
  });

  test('./capacity loads neither cdktf nor a provider', () => {
    const { stdout } = required('cdktf-agent-fleet/capacity', 'console.log(Object.keys(require.cache).join("\\n"))');
    expect(stdout).toMatch(/dist.capacity.index\.js/);
    expect(stdout).not.toMatch(/node_modules[\\/](cdktf|constructs|@cdktf)[\\/]/);
  });

  test('modules of the other kind import by name', () => {
    const script = "import { AgentFleet, Gpu } from 'cdktf-agent-fleet'; console.log(AgentFleet.name, Gpu.L40.id);";
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: projectFolder('plain'), encoding: 'utf8' });
    expect(output).toBe('AgentFleet l40\n');
  });
});

test.each(Object.entries(manifest.bin))('%s answers from a user project', (_, target) => {
  const file = join(packageFolder('plain'), target);
  expect(readFileSync(file, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  const output = execFileSync(process.execPath, [file, '--help'], { cwd: projectFolder('plain'), encoding: 'utf8' });
  expect(output).toContain('Usage: agent-fleet');
});
