/** The only door to cdktf. Moving to another engine of the same API is a change of this file. */
import {
  dependable,
  Fn,
  Lazy,
  ref,
  TerraformElement,
  TerraformOutput,
  TerraformResource,
  type TerraformStack,
  Token,
  Tokenization,
} from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { shortHash } from '../core/names';
import { TEXT_TOKEN } from '../core/token';
import { literal, literalData } from './literal';
import { withoutStackTraces } from './stack-traces';

export type { IPostProcessor, IResolvable, IResolveContext, ISynthesisSession, TerraformProvider } from 'cdktf';
export {
  Annotations,
  App,
  Aspects,
  AssetType,
  DefaultTokenResolver,
  StringConcat,
  TerraformAsset,
  TerraformElement,
  TerraformStack,
  TerraformVariable,
  Testing,
  Token,
  Tokenization,
} from 'cdktf';

export { addCustomSynthesis } from 'cdktf/lib/synthesize/synthesizer';

/** Writes a value out under exactly this name. It is data, like any other text. */
export function terraformOutput(scope: Construct, name: string, value: unknown): void {
  new TerraformOutput(scope, name, { value: literalData(value), staticId: true });
}

/** Text that is made when the stack is written. It is data, like any other text. */
export function lazyText(produce: () => string): string {
  return withoutStackTraces(() => Lazy.stringValue({ produce: () => literal(produce()) }));
}

/** The same of text in which no token can stand. cdktf asks for a text twice, the first time for its references to other stacks: here it has none. */
export function lazyTokenFreeText(produce: () => string): string {
  return withoutStackTraces(() => Lazy.stringValue({ produce: ({ preparing }) => (preparing ? '' : literal(produce())) }));
}

/** Text of an attribute that may be left out, which is known when the stack is written. */
export function lazyAttribute(produce: () => string | undefined): string {
  return withoutStackTraces(() => Lazy.stringValue({ produce: () => literalData(produce()) as string | undefined }));
}

/** What something waits for. */
export function dependency(resource: { readonly fqn: string }): string {
  return withoutStackTraces(() => dependable(resource));
}

/** What something waits for where it is there, which is known when the stack is written. */
export function lazyDependency(resource: { readonly fqn: string }, isThere: () => boolean): { readonly fqn: string } {
  return { fqn: withoutStackTraces(() => Lazy.stringValue({ produce: () => (isThere() ? resource.fqn : undefined) })) };
}

/**
 * Hash of a text as it stands in the stack. cdktf numbers its tokens anew when another construct is added; what they refer to stays, and another
 * reference is another hash.
 */
export function lazyHash(produce: () => string): string {
  return withoutStackTraces(() => Lazy.stringValue({ produce: (context) => shortHash(String(context.resolve(produce()))) }));
}

/** A number that is known when the stack is written. */
export function lazyNumber(produce: () => number): number {
  return Lazy.numberValue({ produce });
}

/** Texts that are made when the stack is written. */
export function lazyTexts(produce: () => readonly string[]): string[] {
  return withoutStackTraces(() => Lazy.listValue({ produce: () => produce().map(literal) }));
}

/** An expression of Terraform's own language, e.g. `path.module`; never made from data. */
export function expression(terraform: string): string {
  return withoutStackTraces(() => Token.asString(ref(terraform)));
}

/** A map of data whose keys stay as they are: cdktf writes those of a provider in snake case, and `AWS_PROFILE` would become `aws_profile`. */
export function keptKeys(map: Readonly<Record<string, string>>): { [key: string]: string } {
  // The bindings take a resolvable value here, though their type does not say so.
  return Token.asAny(literalData(map)) as unknown as { [key: string]: string };
}

/** What cdktf keeps of a reference to an attribute. */
interface Reference {
  readonly identifier?: unknown;
  readonly originStack?: unknown;
}

/** The attribute of a resource which the stack itself makes and which a text with tokens refers to, e.g. `aws_eks_cluster.prod.endpoint`. */
export function resourceBehind(stack: TerraformStack, text: string): string | undefined {
  const references = Tokenization.reverseString(text).tokens as readonly Reference[];
  return references
    .filter(({ originStack }) => originStack === stack)
    .map(({ identifier }) => String(identifier))
    .find((identifier) => /^[a-z][a-z0-9]*_/.test(identifier));
}

/** What `addOverride` has set on an element of Terraform. */
export function overridesOf(construct: IConstruct): unknown {
  return TerraformElement.isTerraformElement(construct)
    ? (construct as unknown as { readonly rawOverrides?: unknown }).rawOverrides
    : undefined;
}

/** Type of a resource of Terraform; undefined of any other construct. */
export function terraformResourceType(construct: IConstruct): string | undefined {
  return TerraformResource.isTerraformResource(construct) ? construct.terraformResourceType : undefined;
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
