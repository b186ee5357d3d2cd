import { constructIds } from '../../lib/testing';
import { plainApp } from './support';

test('names every construct, and the address of each resource', () => {
  expect(constructIds(plainApp())).toEqual([
    'plain',
    'plain/kubernetes → kubernetes.kubernetes',
    'plain/namespace → kubernetes_namespace_v1.namespace',
    'plain/one → kubernetes_config_map_v1.one',
    'plain/two → kubernetes_config_map_v1.two',
  ]);
});
