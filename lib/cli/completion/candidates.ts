/** What may stand at the end of a command line: read from the definitions of the commands, so that nothing is listed twice. */
import type { Command, Option } from 'commander';
import { SynthesizedApp } from '../../plan/synthesized-app';
import { appFolder } from '../app-folder';

/** @param words What stands behind the program's name; the last is the one that is being typed. */
export function candidates(program: Command, words: readonly string[]): string[] {
  const typed = words.at(-1) ?? '';
  return possible(program, words.slice(0, -1), typed).filter((candidate) => candidate.startsWith(typed));
}

function possible(program: Command, before: readonly string[], typed: string): string[] {
  const commands = shownCommands(program);
  const command = commands.find((one) => one.name() === before[0]);
  if (command === undefined) return before.length === 0 ? [...commands.map((one) => one.name()), 'help', '--help', '--version'] : [];
  const option = optionBefore(command, before.slice(1));
  if (option !== undefined) return [...(option.argChoices ?? [])];
  if (typed.startsWith('-')) return [...command.options.flatMap(({ long }) => long ?? []), '--help'];
  return argumentValues(command, before.slice(1));
}

/** Commands that have a page of their own: what shells call is not among them, nor is help. */
export const shownCommands = (program: Command): Command[] =>
  program.commands.filter((command) => command.name() !== 'help' && !('_hidden' in command && command._hidden === true));

/** The option whose value is being typed. */
function optionBefore(command: Command, before: readonly string[]): Option | undefined {
  const option = command.options.find(({ long, short }) => before.length > 0 && [long, short].includes(before.at(-1)));
  return option !== undefined && (option.required || option.optional) ? option : undefined;
}

function argumentValues(command: Command, before: readonly string[]): string[] {
  const given = before.filter((word, index) => !word.startsWith('-') && optionBefore(command, before.slice(0, index)) === undefined);
  const argument = command.registeredArguments[given.length];
  if (argument === undefined) return [];
  return argument.name() === 'stack' ? stackNames(before) : [...(argument.argChoices ?? [])];
}

function stackNames(before: readonly string[]): string[] {
  const at = before.indexOf('--app-dir');
  try {
    return [...SynthesizedApp.read((at < 0 ? undefined : before[at + 1]) ?? appFolder()).stackNames];
  } catch {
    // Nothing is synthesized there: there is nothing to offer.
    return [];
  }
}
