/** Values as they will stand in the stack, with what their tokens stand for. */
import type { IConstruct } from 'constructs';
import { DefaultTokenResolver, type IPostProcessor, type IResolvable, type IResolveContext, StringConcat, Tokenization } from './engine';
import { tokenFreeData } from './literal-attributes';

/** What a resource of Terraform writes. */
interface Written {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** Attributes of a resource as they will be written, overrides included. */
export function resolvedResource(construct: IConstruct, type: string): Readonly<Record<string, unknown>> {
  const { resource } = resolved(construct, (construct as unknown as { toTerraform(): unknown }).toTerraform()) as Written;
  return Object.values(resource?.[type] ?? {})[0] ?? {};
}

/** A text as it stands in the stack: cdktf numbers its tokens anew when another construct is added; what they refer to stays. */
export const resolvedText = (scope: IConstruct, text: string): string => String(resolved(scope, text));

/** Knows what a part without tokens stands for. cdktf asks such a part twice, because it resolves what it writes twice. */
class TokenResolver extends DefaultTokenResolver {
  override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return tokenFreeData(token) ?? super.resolveToken(token, context, postProcessor);
  }
}

const resolved = (scope: IConstruct, value: unknown): unknown =>
  Tokenization.resolve(value, { scope, resolver: new TokenResolver(new StringConcat()), preparing: false });
