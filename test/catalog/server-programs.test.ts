/** Which commands start a server of models, and which only name one. */
import { serverStartedBy } from '../../lib/catalog/engines/server-programs';

test.each([
  [['vllm', 'serve', 'm'], 'vLLM'],
  [['/opt/venv/bin/vllm', 'serve', 'm'], 'vLLM'],
  [['python3', '-m', 'vllm.entrypoints.openai.api_server'], 'vLLM'],
  [['python3', '-m', 'sglang.launch_server'], 'SGLang'],
  [['bash', '-lc', 'HF_HOME=/m CUDA_VISIBLE_DEVICES=0 vllm serve m'], 'vLLM'],
  [['bash', '-c', "su agents -c 'exec vllm serve m'"], 'vLLM'],
  [['sh', '-c', 'python agents.py&&trtllm-serve m'], 'TensorRT-LLM'],
  [['sh', '-c', 'cd /srv\nllama-server -m x.gguf'], 'llama.cpp'],
  [['env', 'A=1', 'text-generation-launcher'], 'Text Generation Inference'],
  [['uv', 'run', 'lmdeploy', 'serve', 'api_server'], 'LMDeploy'],
  [['text-embeddings-router', '--port', '80'], 'Text Embeddings Inference'],
])('%j starts %s', (command, name) => {
  expect(serverStartedBy(command)?.name).toBe(name);
});

test.each([
  [[]],
  [['python', 'agents.py', '--hint', 'vllm serve']],
  [['vllm', 'bench', 'serve']],
  [['vllm-client', 'serve']],
  [['ollama', 'list']],
  [['serve', 'run', 'app:agents']],
  [['python', '-m', 'agents.vllm', 'serve']],
  [['sh', '-c', 'curl http://vllm/v1/models && python agents.py']],
])('%j starts none', (command) => {
  expect(serverStartedBy(command)).toBeUndefined();
});

test('a long script is read in no time', () => {
  const started = process.cpuUsage();
  serverStartedBy(['sh', '-c', '(/ a=; '.repeat(20_000)]);
  expect((process.cpuUsage(started).user + process.cpuUsage(started).system) / 1e6).toBeLessThan(1);
});
