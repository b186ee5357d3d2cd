/** The newest part of CHANGELOG.md: whole entries of one line each, under one heading for each subject. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { changelogPart } from '../../scripts/release/changelog-part';

const SUBJECTS = [
  'Inference pools and engines',
  'Models, GPUs and prices',
  'Capacity and latency',
  'Routers and external models',
  'Agents, tools and sandboxes',
  'Queues',
  'Stores and backups',
  'Scaling',
  'Observability',
  'Costs and budgets',
  'Planner, `size` and measuring',
  'Clusters, nodes and operators',
  'Security, network, secrets and residency',
  'Plans, reports and commands',
  'Tests of yours, examples and documentation',
  'Terraform and deployments',
];
const ENTRY = /^- [A-Z`[].*[.!?][)\]`]*$/;
const HEADING = /^#{3,4} \S/;

const changelog = fs.readFileSync(path.join(__dirname, '../../CHANGELOG.md'), 'utf8');
const newest = /^## \[?([^\]\s]+)/m.exec(changelog)?.[1] ?? '';
const [introduction = '', ...sections] = changelogPart(changelog, newest).split(/^### /m);
const linesOf = (section: string) => section.split('\n').slice(1);
const entries = sections.flatMap(linesOf).filter((line) => line.startsWith('- '));

test('it begins with what the release has, and then says what was added and changed', () => {
  expect(introduction.trim()).not.toBe('');
  expect(['Added', 'Changed']).toEqual(expect.arrayContaining(sections.map((section) => section.split('\n', 1)[0])));
});

test('every line is a heading, empty, or one whole entry', () => {
  const cut = sections.flatMap(linesOf).filter((line) => line !== '' && !HEADING.test(line) && !ENTRY.test(line));
  expect(cut).toEqual([]);
});

test('no entry stands twice, nor another with the same beginning', () => {
  expect(entries.length).toBeGreaterThan(0);
  const beginnings = entries.map((entry) => entry.slice(0, 80));
  expect(beginnings.filter((beginning, at) => beginnings.indexOf(beginning) !== at)).toEqual([]);
});

test.each(sections.map((section) => [section.split('\n', 1)[0], section] as const))(
  'subjects of %s stand in the one order, and each has entries',
  (_name, section) => {
    const [above = '', ...subjects] = section.split(/^#### /m);
    const names = subjects.map((subject) => subject.split('\n', 1)[0] ?? '');
    expect(names).toEqual(SUBJECTS.filter((subject) => names.includes(subject)));
    expect(above).not.toMatch(/^- /m);
    expect(subjects.filter((subject) => !/^- /m.test(subject))).toEqual([]);
  },
);
