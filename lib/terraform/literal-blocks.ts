/** Classes of providers whose attributes are data. */
import type { IConstruct } from 'constructs';
import { literalData } from './literal';
import { literalAttributes } from './literal-attributes';
import { remember } from './made-objects';
import { stopStackTraces, withoutStackTraces } from './stack-traces';

/** What a block of Terraform is made of in the provider's generated classes. */
interface Block {
  /** What `addOverride` has set on it. */
  readonly rawOverrides: object;
  /** What it has set on the stack. */
  readonly cdktfStack: { readonly rawOverrides: object };
  synthesizeAttributes(): Record<string, unknown>;
}

/** An override is merged into data. */
const isOverridden = ({ rawOverrides, cdktfStack }: Block): boolean =>
  [rawOverrides, cdktfStack.rawOverrides].some((overrides) => Object.keys(overrides).length > 0);

/** The same class of resource. References to other resources, what `addOverride` adds and Terraform's own arguments (`depends_on`) are no data. */
// biome-ignore lint/suspicious/noExplicitAny: a mixin takes any constructor.
export function withLiteralData<C extends new (...args: any[]) => object>(Base: C): C {
  return ofData(Base, (attributes, block) => (isOverridden(block) ? literalData(attributes) : literalAttributes(attributes)));
}

/** The same class of provider, of whose attributes cdktf writes the keys in snake case. */
// biome-ignore lint/suspicious/noExplicitAny: a mixin takes any constructor.
export function providerWithLiteralData<C extends new (...args: any[]) => object>(Base: C): C {
  return ofData(Base, literalData);
}

// biome-ignore lint/suspicious/noExplicitAny: a mixin takes any constructor.
function ofData<C extends new (...args: any[]) => object>(
  Base: C,
  written: (attributes: Record<string, unknown>, block: Block) => unknown,
): C {
  const attributesOf = (Base.prototype as Block).synthesizeAttributes;
  class Literal extends Base {
    // biome-ignore lint/suspicious/noExplicitAny: the constructor of a mixin.
    constructor(...given: any[]) {
      const withStackTraces = stopStackTraces();
      try {
        super(...given);
      } finally {
        withStackTraces();
      }
      remember(this as unknown as IConstruct);
    }

    /** The token of its address is made when somebody first asks for it, mostly deep within the writing of a stack. */
    get fqn(): unknown {
      return withoutStackTraces(() => Reflect.get(Base.prototype, 'fqn', this));
    }

    protected synthesizeAttributes(): unknown {
      const block = this as unknown as Block;
      return written(attributesOf.call(block), block);
    }
  }
  Object.defineProperty(Literal, 'name', { value: Base.name });
  return Literal;
}
