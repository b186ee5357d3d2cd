"""One call by the OpenAI Agents SDK with nothing but the environment of the pod, its default model included."""
from agents import Agent, Runner

print(Runner.run_sync(Agent(name="writer", instructions="you answer"), "say hello").final_output)
