import { ConfigMapV1 as Plain } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { Lazy, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { ConfigMapV1 } from '../../lib/terraform/kubernetes';

type OfClass = (stack: TerraformStack, Class: typeof Plain) => void;

/** The same stack with the class of the provider and with that of the library. */
function both(make: OfClass): readonly [unknown, unknown] {
  const [plain, ours] = [Plain, ConfigMapV1].map((Class) => {
    const app = Testing.app();
    const stack = new TerraformStack(app, 'second');
    make(stack, Class);
    for (const one of app.node.children) (one as TerraformStack).prepareStack();
    return stack.toTerraform();
  });
  return [plain, ours];
}

const CASES: readonly (readonly [string, OfClass])[] = [
  ['data alone', (stack, Class) => new Class(stack, 'map', { metadata: { name: 'a', labels: { app: 'b' } }, data: { key: 'value' } })],
  [
    'tokens in texts, maps and numbers beside data',
    (stack, Class) => {
      const { stringValue, numberValue } = new TerraformVariable(stack, 'x', { type: 'string' });
      const late = Lazy.stringValue({ produce: () => `late ${stringValue}` });
      const none = Lazy.stringValue({ produce: () => undefined });
      new Class(stack, 'map', {
        metadata: { name: `a-${stringValue}`, labels: { late, none, number: `${numberValue}`, [`key of ${stringValue}`]: 'data' } },
        data: Token.asStringMap({ a: stringValue }),
      });
    },
  ],
  [
    "Terraform's own arguments",
    (stack, Class) => {
      const first = new Class(stack, 'first', { metadata: { name: 'a' } });
      new Class(stack, 'map', {
        metadata: { name: 'b' },
        dependsOn: [first],
        lifecycle: { ignoreChanges: ['data'], preventDestroy: true },
        count: 2,
      });
    },
  ],
  [
    'what is overridden',
    (stack, Class) => {
      const map = new Class(stack, 'map', { metadata: { name: 'a', labels: { app: 'b' } } });
      map.addOverride('metadata.labels.team', 'research');
    },
  ],
  [
    'what was imported and moved',
    (stack, Class) => {
      new Class(stack, 'imported', { metadata: { name: 'a' } }).importFrom('default/a');
      new Class(stack, 'moved', { metadata: { name: 'b' } }).moveFromId('kubernetes_config_map_v1.before');
    },
  ],
  [
    'a reference to another stack deep within data',
    (stack, Class) => {
      const first = new TerraformStack(stack.node.root, 'first');
      const { name } = new Class(first, 'source', { metadata: { name: 'a' } }).metadata;
      new Class(stack, 'map', { metadata: { name: 'b', labels: { of: `the ${name}`, app: 'c' } }, data: { key: 'value' } });
    },
  ],
  [
    'what waits for a resource of another stack',
    (stack, Class) => {
      const first = new TerraformStack(stack.node.root, 'first');
      new Class(stack, 'map', { metadata: { name: 'b' }, dependsOn: [new Class(first, 'source', { metadata: { name: 'a' } })] });
    },
  ],
];

describe('a resource, handed to cdktf in parts', () => {
  test.each(CASES)('is written as the class of the provider writes it: %s', (_what, make) => {
    const [plain, ours] = both(make);
    expect(ours).toStrictEqual(plain);
  });

  it('refers to other stacks, which cdktf finds while it prepares', () => {
    const [, ours] = both(CASES[5]?.[1] as OfClass);
    expect(ours).toHaveProperty('data.terraform_remote_state');
  });
});
