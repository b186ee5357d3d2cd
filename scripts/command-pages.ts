/** docs/commands: one page for each command, from its own definition and an example. */
import * as path from 'node:path';
import type { Argument, Command, Option } from 'commander';
import { shownCommands } from '../lib/cli/completion/candidates';
import { createProgram } from '../lib/cli/program';

const FOLDER = path.join(__dirname, '..', 'docs', 'commands');

/** Command lines without the name of the program; the test runs their options through the definitions. */
export const EXAMPLES: Readonly<Record<string, readonly (readonly [line: string, what: string])[]>> = {
  init: [
    ['init my-fleet', 'a project with a fleet, its tests and a workflow of GitHub Actions'],
    ['init my-fleet --ci gitlab --state s3:my-terraform-state:eu-north-1', 'a pipeline of GitLab that also deploys'],
  ],
  plan: [
    ['plan research', 'pools, memory, headroom and cost of one stack'],
    ['plan --watch', 'the same after every synthesis'],
  ],
  report: [['report --out fleet.html', 'one page about all stacks']],
  check: [
    ['check --pack productionChecklist --fail-on warning', 'fails where the checklist for production is not kept'],
    ['check --pack ./policies/acme.js --format sarif', 'rules of your own, in a form that code scanning reads'],
  ],
  diff: [
    ['diff before/cdktf.out cdktf.out', 'what a change does to pools, latency and the bill'],
    ['diff none cdktf.out --format markdown', 'the comment for a fleet that is new'],
    ['diff before/cdktf.out cdktf.out --post github --max-increase 10%', 'writes or updates the comment, and fails beyond the bound'],
  ],
  measure: [
    ['measure --url http://localhost:9090', 'the last 30 days of all pools against their plans'],
    ['measure research --url http://localhost:9090 --days 7 --save week.json', 'a week of one stack, kept in a file'],
    ['measure --from week.json --json', 'the same where Prometheus cannot be reached, for another program'],
  ],
  manifests: [
    ['manifests research', 'the objects of one stack as YAML'],
    ['manifests --out manifests/', 'one file for each object'],
  ],
  images: [['images --json', 'every image and chart, for the script of a mirror']],
  size: [
    ['size --model llama-3.1-8b-instruct --gpu l40s --sessions 20 --context 8000', 'one replica: memory line by line, verdict, repairs'],
    [
      'size --model llama-3.1-8b-instruct --gpu l40s --isl 2000 --osl 300 --concurrency 8 --ttft-ms 2000 --tpot-ms 60',
      'whether eight requests at once keep a service level',
    ],
    ['size --jsonl', 'many questions, one JSON object on each line of standard input'],
  ],
  recommend: [
    ['recommend --model qwen3-14b --sessions 40 --context 8000 --gpu l40s,h100-sxm-80', 'the cheapest pool for one role'],
    ['recommend --gpus l40s:2 --context 8000', 'what two GPUs that are there can hold'],
    [
      'recommend --job 20000 --context 2300 --output-tokens 300 --model llama-3.1-8b-instruct --gpu l40s,h100-sxm-80',
      'where a job costs least, and how long it runs',
    ],
  ],
  models: [['models llama', 'models with this text in their name']],
  gpus: [['gpus h100', 'GPUs with this text in their name']],
  prices: [
    ['prices import index.csv --into prices.json', "the price list of AWS's EC2, with its date"],
    ['prices import retail.json --as-of 2026-11-20 --region westeurope,swedencentral', 'two regions of Azure, printed'],
  ],
  adopt: [['adopt research --log apply.log', 'import blocks for what an apply left behind']],
  explain: [
    ['explain AF-CAP-001', 'what a finding means and how to fix it'],
    ['explain', 'all codes'],
  ],
  completion: [
    ['completion bash', 'for ~/.bashrc: eval "$(agent-fleet completion bash)"'],
    ['completion zsh', 'for ~/.zshrc: eval "$(agent-fleet completion zsh)", after compinit'],
    ['completion fish', 'for ~/.config/fish/completions/agent-fleet.fish'],
  ],
};

/** Pages by their path. */
export function commandPages(): ReadonlyMap<string, string> {
  const commands = shownCommands(program());
  const list = commands.map((command) => `| [${command.name()}](${command.name()}.md) | ${cell(command.description())} |`);
  const index = `# Commands\n\n${MADE}\n\n${TEXT}\n\n| command | what it does |\n|---|---|\n${list.join('\n')}\n\n${EXIT_CODES}\n`;
  return new Map([
    [path.join(FOLDER, 'index.md'), index],
    ...commands.map((command) => [path.join(FOLDER, `${command.name()}.md`), page(command)] as const),
  ]);
}

/** The program with nobody at its terminal. */
export const program = (): Command => createProgram({ out: () => undefined, note: () => undefined, colours: false, width: 100 });

const MADE = '<!-- made by `npm run docs`; do not edit -->';

const TEXT = '`npx agent-fleet <command>`; `--help` behind a command prints its options.';

const EXIT_CODES = `## Exit codes

| code | meaning |
|---|---|
| 0 | no problem; \`size\`: it fits |
| 1 | a problem of the fleet or of a file; a policy of \`diff\` or \`check\` that is broken; \`size\`: it does not fit |
| 2 | the command line, or a question to \`size\`, cannot be read |
| 3 | it depends on something that is not known: a price (\`diff\`), what is listed as missing (\`size\`) |
| 70 | a fault of agent-fleet |`;

function page(command: Command): string {
  const usage = [...command.registeredArguments.map(argumentText), ...(command.options.length > 0 ? ['[options]'] : [])].join(' ');
  return `${[
    `# agent-fleet ${command.name()}`,
    MADE,
    `${command.description()}.`,
    `\`\`\`console\nnpx agent-fleet ${command.name()} ${usage}\n\`\`\``.replace(/ +\n/, '\n'),
    ...table(
      'argument',
      command.registeredArguments.map((one) => [argumentText(one), described(one)]),
    ),
    ...table(
      'option',
      command.options.filter(({ hidden }) => !hidden).map((one) => [one.flags, described(one)]),
    ),
    ...examples(command.name()),
    'Exit codes: [all commands](index.md#exit-codes).',
  ].join('\n\n')}\n`;
}

const argumentText = (one: Argument): string => {
  const name = one.name() + (one.variadic ? '...' : '');
  return one.required ? `<${name}>` : `[${name}]`;
};

function described({ description, argChoices, defaultValue, defaultValueDescription }: Argument | Option): string {
  const choices = argChoices === undefined ? '' : `; one of ${argChoices.map((choice) => `\`${choice}\``).join(', ')}`;
  const said = defaultValueDescription ?? (defaultValue === undefined || defaultValue === true ? undefined : `\`${String(defaultValue)}\``);
  const usual = said === undefined ? '' : ` (default: ${said})`;
  return cell(`${description}${choices}${usual}`);
}

function table(what: string, rows: readonly (readonly [string, string])[]): string[] {
  return rows.length === 0
    ? []
    : [[`| ${what} | |`, '|---|---|', ...rows.map(([name, text]) => `| \`${cell(name)}\` | ${text} |`)].join('\n')];
}

function examples(name: string): string[] {
  const lines = (EXAMPLES[name] ?? []).map(([line, what]) => `npx agent-fleet ${line}   # ${what}`);
  return lines.length === 0 ? [] : [`\`\`\`console\n${lines.join('\n')}\n\`\`\``];
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
