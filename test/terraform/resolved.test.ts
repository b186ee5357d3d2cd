import { TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { Lazy } from 'cdktf/lib/tokens';
import { ConfigMapV1 } from '../../lib/terraform/kubernetes';
import { resolvedResource, resolvedText } from '../../lib/terraform/resolved';

const TYPE = 'kubernetes_config_map_v1';

/** Attributes of the one config map of a stack, as read beforehand and as written. */
function both(make: (stack: TerraformStack) => ConfigMapV1): readonly [unknown, unknown] {
  const stack = new TerraformStack(Testing.app(), 'texts');
  const map = make(stack);
  // Metadata of constructs are left out of what is written in tests.
  const { '//': _metadata, ...read } = resolvedResource(map, TYPE);
  const { resource } = JSON.parse(Testing.synth(stack)) as { resource: Record<string, Record<string, unknown>> };
  const [written] = Object.values(resource[TYPE] ?? {});
  return [JSON.parse(JSON.stringify(read)), written];
}

describe('attributes of a resource, read before they are written', () => {
  test.each<[string, (stack: TerraformStack) => ConfigMapV1]>([
    ['data alone', (stack) => new ConfigMapV1(stack, 'map', { metadata: { name: 'a' }, data: { key: `a ${'$'}{b} c` } })],
    [
      'tokens in texts, lists and maps',
      (stack) => {
        const { stringValue, listValue } = new TerraformVariable(stack, 'x', { type: 'string' });
        const late = Lazy.stringValue({ produce: () => `late ${stringValue}` });
        const none = Lazy.stringValue({ produce: () => undefined });
        const map = new ConfigMapV1(stack, 'map', { metadata: { name: `a-${stringValue}`, labels: { late, none } }, data: { same: 'x' } });
        map.addOverride('lists', { token: listValue, data: ['a', undefined, 'b'], maps: [{ late }, { same: 1 }] });
        return map;
      },
    ],
    [
      'whole maps and numbers that are tokens, and keys with tokens',
      (stack) => {
        const { stringValue, numberValue } = new TerraformVariable(stack, 'x', { type: 'string' });
        const map = new ConfigMapV1(stack, 'map', { metadata: { name: 'a' }, data: Token.asStringMap({ a: 'b' }) });
        map.addOverride('more', { count: numberValue, [`key of ${stringValue}`]: { any: Token.asAny({ a: stringValue }) } });
        return map;
      },
    ],
    [
      'what it waits for',
      (stack) => {
        const first = new TerraformVariable(stack, 'x', { type: 'string' });
        return new ConfigMapV1(stack, 'map', { metadata: { name: 'a' }, dependsOn: [first] });
      },
    ],
  ])('are those that are written: %s', (_name, make) => {
    const [read, written] = both(make);
    expect(read).toEqual(written);
  });

  test('texts are read with what their tokens stand for', () => {
    const stack = new TerraformStack(Testing.app(), 'texts');
    const { stringValue } = new TerraformVariable(stack, 'x', { type: 'string' });
    expect(resolvedText(stack, `a ${stringValue} b`)).toBe(`a ${'$'}{var.x} b`);
  });
});
