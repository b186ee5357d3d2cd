/** `agent-fleet help [command]`: a name that no command has is a mistake, and no reason to list them all. */
import type { Command } from 'commander';
import { closest } from '../core/closest';
import { shownCommands } from './completion/candidates';

export function registerHelp(program: Command): void {
  program
    .helpCommand(false)
    .command('help')
    .argument('[command]')
    .description('Display help for command')
    .helpOption(false)
    .action((name?: string) => helpOf(name, program).help());
}

function helpOf(name: string | undefined, program: Command): Command {
  if (name === undefined) return program;
  const found = program.commands.find((command) => command.name() === name);
  if (found !== undefined) return found;
  const near = closest(
    name,
    shownCommands(program).map((command) => command.name()),
  );
  return program.error(`error: unknown command '${name}'${near === undefined ? '' : `\n(Did you mean ${near}?)`}`);
}
