"""One call by Microsoft Agent Framework with nothing but the environment of the pod, its model included."""
import asyncio

from agent_framework import Agent
from agent_framework.openai import OpenAIChatCompletionClient

print(asyncio.run(Agent(OpenAIChatCompletionClient(), "you answer").run("say hello")).text)
