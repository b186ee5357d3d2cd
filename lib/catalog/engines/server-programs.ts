/** Programs that serve models, by the words that start them: an image of somebody's own may hold any of them. */

interface ServerProgram {
  readonly name: string;
  /** Words one after the other, or one module of Python. */
  readonly words: readonly string[];
}

const program = (name: string, words: string): ServerProgram => ({ name, words: words.split(' ') });

/** As their documentation writes them (November 2026). */
const SERVER_PROGRAMS: readonly ServerProgram[] = [
  program('vLLM', 'vllm serve'),
  program('vLLM', 'vllm.entrypoints.openai.api_server'),
  program('vLLM', 'vllm.entrypoints.api_server'),
  program('SGLang', 'sglang serve'),
  program('SGLang', 'sglang.launch_server'),
  program('Ollama', 'ollama serve'),
  program('TensorRT-LLM', 'trtllm-serve'),
  program('Text Generation Inference', 'text-generation-launcher'),
  program('Text Embeddings Inference', 'text-embeddings-router'),
  program('Triton', 'tritonserver'),
  program('LMDeploy', 'lmdeploy serve'),
  program('llama.cpp', 'llama-server'),
  program('llama.cpp', 'llama_cpp.server'),
];

/** What another program may follow: shells, launchers and the interpreter of Python. */
const BEFORE_PROGRAM: ReadonlySet<string> = new Set([';', '-m', 'exec', 'nohup', 'setsid', 'time', 'env', 'run', '--']);
/** A script for a shell: `-c`, `-lc`. */
const IS_SCRIPT = /^-[a-z]{0,8}c$/;
/** A variable before a program, as shells take it. */
const IS_VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*=/;

/** The server of models that a command starts, by itself or out of a shell; undefined where it starts none. */
export function serverStartedBy(command: readonly string[]): { readonly name: string; readonly written: string } | undefined {
  const words = wordsOf(command);
  let isProgram = true;
  for (const [index, word] of words.entries()) {
    const found = isProgram ? SERVER_PROGRAMS.find((server) => isAt(words, index, server)) : undefined;
    if (found !== undefined) return { name: found.name, written: found.words.join(' ') };
    isProgram = BEFORE_PROGRAM.has(word) || IS_SCRIPT.test(word) || (isProgram && IS_VARIABLE.test(word));
  }
  return undefined;
}

/** Scripts of a shell as words, with `;` wherever one command ends. */
const wordsOf = (command: readonly string[]): string[] =>
  command
    .join(' ')
    .replace(/[;&|()\n]+/g, ' ; ')
    .split(/\s+/)
    .map((word) => word.replace(/["'`]/g, ''))
    .filter((word) => word !== '');

const isAt = (words: readonly string[], index: number, { words: sought }: ServerProgram): boolean =>
  sought.every((word, offset) => (offset === 0 ? nameOf(words[index]) : words[index + offset]) === word);

/** `/usr/local/bin/vllm` → `vllm`. */
const nameOf = (path = ''): string => path.slice(path.lastIndexOf('/') + 1);
