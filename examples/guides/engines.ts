/** The engine of a pool is one line: the same pool on the default engine and on SGLang; an embedder and a reranker on the engine made for them; a GGUF file on the card of a developer; Ray where it is the house standard. */
import type { App } from 'cdktf';
import { TerraformStack } from 'cdktf';
import { Cluster, Engine, FleetPlatform, Gpu, InferencePool, Model, Scaling } from 'cdktf-agent-fleet';

export function onBothEngines(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const stack = new TerraformStack(app, 'engines');
  const pool = { cluster, model: Model.QWEN3_8B, gpu: Gpu.H100_SXM, maxContextTokens: 16_384 };
  new InferencePool(stack, 'usual', { ...pool, engine: Engine.vllm({ version: '0.30.0' }) });
  new InferencePool(stack, 'prefixes', { ...pool, engine: Engine.sglang({ version: '0.5.23' }), engineMemoryFraction: 0.8 });
}

export function encoders(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const stack = new TerraformStack(app, 'encoders');
  const pool = { cluster, gpu: Gpu.L4, maxContextTokens: 8_192, engine: Engine.textEmbeddingsInference() };
  new InferencePool(stack, 'embedder', { ...pool, model: Model.BGE_M3, scaling: Scaling.queueDepth({ min: 1, max: 4 }) });
  new InferencePool(stack, 'reranker', { ...pool, model: Model.BGE_RERANKER_V2_M3 });
}

export function onDeveloperCard(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'workstation', environment: 'development' });
  const stack = new TerraformStack(app, 'developer');
  new InferencePool(stack, 'small', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.RTX_4090,
    maxContextTokens: 8_192,
    maxNumSeqs: 4,
    engine: Engine.ollama(),
    quantization: 'q4_k_m',
  });
}

export function onTensorRtLlm(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const stack = new TerraformStack(app, 'fixed-prompts');
  const pool = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_SXM, maxContextTokens: 8_192 };
  new InferencePool(stack, 'fast', { ...pool, engine: Engine.tensorRtLlm(), engineMemoryFraction: 0.85 });
  // Its makers have stopped, and their image runs as root alone.
  new InferencePool(stack, 'old', { ...pool, engine: Engine.textGenerationInference({ image: 'registry.example.com/tgi-nonroot' }) });
}

export function onRay(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  new FleetPlatform(new TerraformStack(app, 'platform'), 'operators', { cluster, rayOperator: {} });
  const stack = new TerraformStack(app, 'on-ray');
  new InferencePool(stack, 'house', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 16_384,
    engine: Engine.rayServe(),
    replicas: 2,
  });
}
