import { z } from 'zod';
import { brand, hasBrand } from '../core/brand';
import { shortHash } from '../core/names';
import { freeText, notion } from '../core/notion';
import { parseProps } from '../core/schema';
import { textIn } from '../core/text-file';

/** Longer than any template of a model, and short of what a ConfigMap holds. */
const MOST_CHARACTERS = 100_000;

const templateText = notion(
  'chat template',
  'a Jinja template of at most 100,000 characters',
  (text) => text.trim() !== '' && text.length <= MOST_CHARACTERS,
);
const fileName = freeText('path of a file on this machine, read when the program runs');

/** Folder in which pods of every engine find it. */
const FOLDER = '/etc/agent-fleet/chat-template';
const FILE = 'template.jinja';

/**
 * A chat template of your own, in place of the model's: it reaches the pods in a ConfigMap that is named by its content, so that a change starts new pods.
 *
 * @example
 * new InferencePool(stack, 'planner', { …, chatTemplate: ChatTemplate.fromFile('./templates/planner.jinja') });
 */
export class ChatTemplate {
  /**
   * The template itself.
   * @throws FleetSpecError AF-SPEC-001 when it is empty or longer than 100,000 characters.
   */
  static inline(text: string): ChatTemplate {
    return new ChatTemplate(parseProps(z.strictObject({ text: templateText }), { text }, at('inline')).text);
  }

  /**
   * A file beside your program, read at once.
   * @throws FleetSpecError AF-SPEC-001 when it cannot be read, is empty, or longer than 100,000 characters.
   */
  static fromFile(path: string): ChatTemplate {
    const file = parseProps(z.strictObject({ path: fileName }), { path }, at('fromFile')).path;
    return ChatTemplate.inline(readText(file));
  }

  /** Recognises it by its brand, so that two copies of the library agree. */
  static isChatTemplate(value: unknown): value is ChatTemplate {
    return hasBrand(value, 'ChatTemplate');
  }

  /** What tells it from another. */
  readonly hash: string;

  private constructor(readonly text: string) {
    brand(this, 'ChatTemplate');
    this.hash = shortHash(text);
    Object.freeze(this);
  }

  /** Where the pods of a pool find it. */
  static readonly mounted = { folder: FOLDER, file: FILE, path: `${FOLDER}/${FILE}` } as const;
}

const at = (factory: string) => ({ path: `ChatTemplate.${factory}`, className: `ChatTemplate.${factory}` });

const readText = (file: string): string =>
  textIn({
    file,
    path: 'ChatTemplate.fromFile',
    prop: 'path',
    allowed: `a file that can be read, from ${process.cwd()}`,
    repairs: ["ChatTemplate.fromFile(path.join(__dirname, 'template.jinja'))"],
  });
