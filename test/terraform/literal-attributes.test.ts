import { DefaultTokenResolver, StringConcat, TerraformStack, TerraformVariable, Testing, Token, Tokenization } from 'cdktf';
import fc from 'fast-check';
import { HelmProvider } from '../../lib/terraform/helm';
import { ConfigMapV1 } from '../../lib/terraform/kubernetes';
import { literalData } from '../../lib/terraform/literal';
import { literalAttributes } from '../../lib/terraform/literal-attributes';

const newStack = () => new TerraformStack(Testing.app(), 'attributes');

/** Tokens of every kind that stand in attributes, by the place where cdktf writes them. */
const tokensOf = (stack: TerraformStack): readonly unknown[] => {
  const { stringValue, numberValue, listValue, fqn } = new TerraformVariable(stack, 'x', { type: 'string' });
  const number = Token.asNumber({ resolve: () => 7, creationStack: [], toString: () => '7' });
  return [
    stringValue,
    `a ${stringValue} b`,
    numberValue,
    `${number} replicas`,
    listValue,
    fqn,
    Token.asStringMap({ a: 'b' }),
    Token.asAny({ a: 'b' }),
  ];
};

/** As cdktf writes it. Also what it refuses, e.g. the token of a list beside another item. */
function written(scope: TerraformStack, value: unknown): unknown {
  const resolved = (one: unknown) =>
    Tokenization.resolve(one, { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false });
  try {
    return resolved(resolved(value));
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : error;
  }
}

describe('attributes without tokens', () => {
  it('are written as cdktf writes data, wherever tokens stand beside it', () => {
    const stack = newStack();
    const leaf = fc.oneof(
      fc.string(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constantFrom(null, undefined, '1.5e+300', '{TfToken[', '${a}'),
      fc.constantFrom(...tokensOf(stack)),
    );
    const attribute = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('any')),
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
          tie('any'),
        ),
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), attribute), (attributes) => {
        expect(written(stack, literalAttributes(attributes))).toStrictEqual(written(stack, literalData(attributes)));
      }),
    );
  });

  it('hold no token, which cdktf has to find while it prepares', () => {
    const stack = newStack();
    for (const token of tokensOf(stack)) {
      const { within } = literalAttributes({ within: { deep: [{ token }] } });
      expect(Tokenization.isResolvable(within)).toBe(false);
    }
    expect(Tokenization.isResolvable(literalAttributes({ within: { deep: [{ text: 'data' }] } })['within'])).toBe(true);
  });

  it('take what addOverride sets in it', () => {
    const stack = newStack();
    const map = new ConfigMapV1(stack, 'map', { metadata: { name: 'map', labels: { app: 'a' } }, data: { a: 'b' } });
    map.addOverride('metadata.labels.team', 'research');
    expect(written(stack, map.toTerraform())).toMatchObject({
      resource: { kubernetes_config_map_v1: { map: { metadata: { labels: { app: 'a', team: 'research' } } } } },
    });
    expect(JSON.parse(Testing.synth(stack)).resource.kubernetes_config_map_v1.map).toMatchObject({
      metadata: { name: 'map', labels: { app: 'a', team: 'research' } },
      data: { a: 'b' },
    });
  });

  it('take what addOverride of their stack sets in them', () => {
    const stack = newStack();
    new ConfigMapV1(stack, 'map', { metadata: { name: 'map' }, data: { a: 'b' } });
    stack.addOverride('resource.kubernetes_config_map_v1.map.data.c', 'd');
    expect(JSON.parse(Testing.synth(stack)).resource.kubernetes_config_map_v1.map.data).toEqual({ a: 'b', c: 'd' });
  });

  it('are data to whoever writes them as JSON before', () => {
    const map = new ConfigMapV1(newStack(), 'map', { metadata: { name: 'map' }, data: { a: '${b}' } });
    const { resource } = JSON.parse(
      JSON.stringify(
        Tokenization.resolve(map.toTerraform(), { scope: map, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false }),
      ),
    );
    expect(resource.kubernetes_config_map_v1.map.data).toEqual({ a: '$${b}' });
  });

  it('of a provider have their keys in snake case, as Terraform knows them', () => {
    const stack = newStack();
    new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config', configContext: 'prod' } });
    expect(JSON.parse(Testing.synth(stack)).provider.helm).toEqual([
      { kubernetes: { config_path: '~/.kube/config', config_context: 'prod' } },
    ]);
  });
});
