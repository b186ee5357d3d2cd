/** Files that a command line names, in every odd kind: each is refused by its flag, or read; none hangs, and none ends as a fault of ours. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { ChatTemplate, MessageSchema, PriceBook } from 'cdktf-agent-fleet';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { sourceFiles } from '../support/source-files';
import { poolApp } from '../testing/support';
import { agentFleet, EXIT } from './support';

const appDir = (() => {
  const app = poolApp();
  app.synth();
  return app.outdir;
})();
const folder = temporaryOutdir();
fs.mkdirSync(folder, { recursive: true });
const at = (name: string) => path.join(folder, name);

function odd(name: string, make: (file: string) => unknown): string {
  make(at(name));
  return at(name);
}

const write = (content: string | Buffer) => (file: string) => fs.writeFileSync(file, content);

/** By what the message says. */
const UNREADABLE: readonly (readonly [string, string])[] = [
  [at('nowhere'), 'it does not exist'],
  [odd('folder', (file) => fs.mkdirSync(file)), 'it is a folder'],
  [odd('fifo', (file) => execFileSync('mkfifo', [file])), 'it is a named pipe'],
  ['/dev/zero', 'it is a device'],
  [odd('loop', (file) => fs.symlinkSync('loop', file)), 'it is a link to itself'],
  [odd('dangling', (file) => fs.symlinkSync('/nowhere/at-all', file)), 'it does not exist'],
  [odd('below', write('x')).concat('/file'), 'it does not exist'],
  [odd('huge', (file) => fs.ftruncateSync(fs.openSync(file, 'w'), 500 * 1024 * 1024)), 'it is larger than 400 MiB'],
];
const NO_JSON: readonly (readonly [string, string])[] = [
  [odd('empty', write('')), 'holds no JSON: it is empty'],
  [odd('blank', write('\r\n\t')), 'holds no JSON: it is empty'],
  [odd('bytes', write(Buffer.from([0, 255, 254, 27, 91, 50, 74]))), 'holds no JSON'],
  [odd('cut', write('{"a": [1,')), 'holds no JSON'],
];

/** Every command that reads a file which its line names, and the flag that names it. */
const READERS: Readonly<Record<string, (file: string) => readonly string[]>> = {
  '--model-config': (file) => ['size', '--model-config', file, '--gpu', 'l40s'],
  '--spec': (file) => ['recommend', '--spec', file],
  '--prices': (file) => ['recommend', '--model', 'qwen3-8b', '--gpu', 'l40s', '--sessions', '4', '--context', '4096', '--prices', file],
  '--from': (file) => ['measure', '--app-dir', appDir, '--from', file],
  old: (file) => ['diff', file, appDir],
  new: (file) => ['diff', appDir, file],
  file: (file) => ['prices', 'import', file],
};

const oddFiles = Object.keys(READERS).flatMap((flag) =>
  [...UNREADABLE, ...NO_JSON].map(([file, says]) => [flag, path.basename(file), file, says] as const),
);

test.each(oddFiles)('%s %s', async (flag, _, file, says) => {
  const { code, out, notes } = await agentFleet(...(READERS[flag]?.(file) ?? []));
  expect([code, out]).toEqual([EXIT.problem, '']);
  const isFolderOfApp = ['old', 'new'].includes(flag) && says === 'it is a folder';
  expect(notes.replace(/\n +/g, ' ')).toContain(isFolderOfApp ? 'no synthesized app' : says);
  expect(notes).toContain('[AF-SPEC-001]');
  expect(notes).toContain(isFolderOfApp ? file : flag === '--prices' ? '(file)' : `(${flag})`);
});

test.each(UNREADABLE)('adopt --log %s', async (file, says) => {
  const { code, notes } = await agentFleet('adopt', 'research', '--app-dir', appDir, '--log', file);
  expect([code, notes.replace(/\n +/g, ' ')]).toEqual([EXIT.problem, expect.stringContaining(says)]);
});

test.each([
  [at('nowhere.csv'), 'it does not exist'],
  [odd('folder.csv', (file) => fs.mkdirSync(file)), 'it is a folder'],
  [odd('fifo.csv', (file) => execFileSync('mkfifo', [file])), 'it is a named pipe'],
])('prices import %s', async (file, says) => {
  const { code, notes } = await agentFleet('prices', 'import', file);
  expect([code, notes.replace(/\n +/g, ' ')]).toEqual([EXIT.problem, expect.stringContaining(says)]);
});

test('JSON with the mark of an editor before it, with the line ends of Windows, or in UTF-16 is read', async () => {
  const json = fs.readFileSync(path.join(appDir, 'stacks/research/fleet.plan.json'), 'utf8');
  const files = [
    odd('marked.json', write(`\ufeff${json}`)),
    odd('windows.json', write(json.replaceAll('\n', '\r\n'))),
    odd('utf-16.json', write(Buffer.from(`\ufeff${json}`, 'utf16le'))),
    odd('utf-16be.json', write(Buffer.from(`\ufeff${json}`, 'utf16le').swap16())),
  ];
  for (const file of files) expect(await agentFleet('diff', file, path.join(appDir, 'stacks/research'))).toMatchObject({ code: EXIT.ok });
});

test('factories that read a file refuse the same', () => {
  for (const [file, says] of UNREADABLE) {
    for (const read of [ChatTemplate.fromFile, MessageSchema.fromFile, PriceBook.fromFile])
      expect(() => read(file)).toThrow(expect.objectContaining({ code: 'AF-SPEC-001', message: expect.stringContaining(says) }));
  }
});

test('init and manifests end where the file system takes no folder', async () => {
  for (const args of [
    ['init', '/proc/fleet'],
    ['manifests', '--app-dir', appDir, '--out', '/proc/a/b'],
    ['init', path.join(at('below'), 'fleet')],
  ])
    expect([args, (await agentFleet(...args)).code]).toEqual([args, EXIT.problem]);
});

/** What the package brings along, and what is written at its end. */
const OWN_FILES = ['cli/package-folder.ts', 'cli/init/project-files.ts', 'cli/adopt-command.ts'];

test('files that somebody names are read in one place', () => {
  const readers = sourceFiles('lib').filter((file) => fs.readFileSync(file, 'utf8').includes('.readFileSync('));
  const others = readers.filter(
    (file) => !/core\/text-file\.ts$|lib\/testing\//.test(file) && !OWN_FILES.some((own) => file.endsWith(own)),
  );
  expect(others).toEqual([]);
});
