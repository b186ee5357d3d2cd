/** `agent-fleet completion`: a script that makes a shell ask this program what may be typed next. */
import { Argument, type Command } from 'commander';
import type { Terminal } from '../terminal';
import { candidates } from './candidates';

/** Called by the scripts below. */
const ASK = 'complete';

const SCRIPTS = {
  bash: `_agent_fleet() {
  local IFS=$'\\n'
  COMPREPLY=($(agent-fleet ${ASK} -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _agent_fleet agent-fleet
`,
  zsh: `#compdef agent-fleet
_agent_fleet() {
  local -a found
  found=("\${(@f)$(agent-fleet ${ASK} -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -a found; else _files; fi
}
compdef _agent_fleet agent-fleet
`,
  fish: `function __agent_fleet
  set -l words (commandline -opc) (commandline -ct)
  agent-fleet ${ASK} -- $words[2..-1] 2>/dev/null
end
complete -c agent-fleet -a '(__agent_fleet)'
`,
} as const;

type Shell = keyof typeof SCRIPTS;

export function registerCompletion(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'shell that reads the script').choices(Object.keys(SCRIPTS)))
    .description('Print a script that completes commands, options and names of stacks in a shell')
    .action((shell: Shell) => terminal.out(SCRIPTS[shell]));
  program
    .command(ASK, { hidden: true })
    .argument('[words...]')
    .action((words: readonly string[]) => {
      const found = candidates(program, words);
      if (found.length > 0) terminal.out(`${found.join('\n')}\n`);
    });
}
