/** Classes of providers whose attributes are data. */
import type { IConstruct } from 'constructs';
import { handed, type Written } from './handed-resource';
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
  /** The token of its address, once somebody has asked for it. */
  readonly _fqnToken?: unknown;
  synthesizeAttributes(): Record<string, unknown>;
  toTerraform(): Written;
}

/** An override is merged into data. */
const isOverridden = ({ rawOverrides, cdktfStack }: Block): boolean =>
  [rawOverrides, cdktfStack.rawOverrides].some((overrides) => Object.keys(overrides).length > 0);

/** What becomes of what a class writes. */
interface Writing {
  attributes(given: Record<string, unknown>, block: Block): unknown;
  whole(written: Written, block: Block): Written;
}

const OF_RESOURCE: Writing = {
  attributes: (given, block) => (isOverridden(block) ? literalData(given) : literalAttributes(given)),
  whole: (written, block) => (isOverridden(block) ? written : handed(written)),
};

/** cdktf writes the keys of its attributes in snake case. */
const OF_PROVIDER: Writing = { attributes: literalData, whole: (written) => written };

/** The same class of resource. References to other resources, what `addOverride` adds and Terraform's own arguments (`depends_on`) are no data. */
// biome-ignore lint/suspicious/noExplicitAny: a mixin takes any constructor.
export const withLiteralData = <C extends new (...args: any[]) => object>(Base: C): C => ofData(Base, OF_RESOURCE);

/** The same class of provider. */
// biome-ignore lint/suspicious/noExplicitAny: a mixin takes any constructor.
export const providerWithLiteralData = <C extends new (...args: any[]) => object>(Base: C): C => ofData(Base, OF_PROVIDER);

// biome-ignore lint/suspicious/noExplicitAny: a mixin takes any constructor.
function ofData<C extends new (...args: any[]) => object>(Base: C, writing: Writing): C {
  const { synthesizeAttributes: attributesOf, toTerraform: writtenBy } = Base.prototype as Block;
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

    /** The token of its address is made when somebody first asks for it, mostly deep within the writing of a stack, and cdktf keeps it. */
    get fqn(): unknown {
      return (this as unknown as Block)._fqnToken ?? withoutStackTraces(() => Reflect.get(Base.prototype, 'fqn', this));
    }

    protected synthesizeAttributes(): unknown {
      const block = this as unknown as Block;
      return writing.attributes(attributesOf.call(block), block);
    }

    toTerraform(): Written {
      const block = this as unknown as Block;
      return writing.whole(writtenBy.call(block), block);
    }
  }
  Object.defineProperty(Literal, 'name', { value: Base.name });
  return Literal;
}
