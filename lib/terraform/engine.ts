/** The only door to cdktf. Moving to another engine of the same API is a change of this file. */
import { Fn, Lazy, ref, Token } from 'cdktf';
import { TEXT_TOKEN } from '../core/token';
import { literal } from './literal';

export type { ISynthesisSession, TerraformProvider } from 'cdktf';
export { Annotations, App, Aspects, AssetType, dependable, TerraformAsset, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';

export { addCustomSynthesis } from 'cdktf/lib/synthesize/synthesizer';

/** Text that is made when the stack is written. It is data, like any other text. */
export function lazyText(produce: () => string): string {
  return Lazy.stringValue({ produce: () => literal(produce()) });
}

/** Texts that are made when the stack is written. */
export function lazyTexts(produce: () => readonly string[]): string[] {
  return Lazy.listValue({ produce: () => produce().map(literal) });
}

/** An expression of Terraform's own language, e.g. `path.module`; never made from data. */
export function expression(terraform: string): string {
  return Token.asString(ref(terraform));
}

const QUOTE = '"';
const TEXT_TOKENS = new RegExp(TEXT_TOKEN.source, 'g');

/**
 * JSON or YAML with tokens inside its quoted texts. Terraform writes what a token stands for as the inside of a JSON string, so that a
 * quote or a newline in it cannot end the text and begin a value of its own.
 */
export function quotedTokens(json: string): string {
  return json.replace(TEXT_TOKENS, (token) => {
    const quote = Fn.rawString(QUOTE);
    return Token.asString(Fn.trimsuffix(Fn.trimprefix(Fn.jsonencode(token), quote), quote));
  });
}
