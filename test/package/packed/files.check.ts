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

  test('hold nothing but code, types, licences, the chart, documentation and examples', () => {
    const wanted =
      /^(dist\/.+\.(js|d\.ts)|dist\/THIRD-PARTY-LICENSES\.txt|dist\/terraform\/objects-chart\/.+\.yaml|(docs|examples)\/.+|README\.md|CHANGELOG\.md|LICENSE|package\.json)$/;
    expect(files.filter((file) => !wanted.test(file))).toEqual([]);
    // `agent-fleet init` writes this one into projects of users.
    expect(files.filter((file) => /\.test\.ts$|__snapshots__/.test(file))).toEqual(['examples/starter/fleet.test.ts']);
  });

  test('are one module for each entry point and few that they share', () => {
    const modules = files.filter((file) => file.startsWith('dist/') && file.endsWith('.js'));
    expect(modules.length).toBeLessThan(44);
  });

  test('hold the licences of what is bundled, and bundle nothing else', () => {
    const licences = readFileSync(join(packageFolder('plain'), 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    const bundled = [...licences.matchAll(/^Name: (.+)$/gm)].map((match) => match[1]).sort();
    expect(bundled).toEqual(['@dagrejs/dagre', '@grafana/grafana-foundation-sdk', 'tslib', 'zod']);
  });

  test('hold code of ASCII characters alone, which Node keeps in half of the memory', () => {
    const modules = files.filter((file) => file.startsWith('dist/') && file.endsWith('.js'));
    const others = modules.filter((file) => /[\u0080-\uffff]/.test(readFileSync(join(packageFolder('plain'), file), 'utf8')));
    expect(others).toEqual([]);
  });

  test('hold no builders of dashboards in schemas in which none is written', () => {
    const code = readFileSync(join(packageFolder('plain'), 'dist/observability/dashboard/dashboard-json.js'), 'utf8');
    expect(code).toContain('DashboardBuilder');
    // Of dashboardv2 and dashboardv2beta1.
    expect(code).not.toMatch(/conditionalRendering/i);
  });

  test('hold what README links to', () => {
    const readme = readFileSync(join(packageFolder('plain'), 'README.md'), 'utf8');
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '');
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((link) => !files.some((file) => file === link || file.startsWith(`${link}/`)))).toEqual([]);
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

  test.each(['capacity', 'economics', 'planner', 'policies', 'simulation'])('./%s loads neither cdktf nor a provider', (subpath) => {
    const { stdout } = required(`cdktf-agent-fleet/${subpath}`, 'console.log(Object.keys(require.cache).join("\\n"))');
    expect(stdout).toMatch(new RegExp(`dist.${subpath}.index\\.js`));
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
