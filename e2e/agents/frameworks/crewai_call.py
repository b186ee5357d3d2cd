"""One call by CrewAI with nothing but the environment of the pod."""
import json
import os

from crewai import LLM, Agent, Crew, Task

[role] = json.loads(os.environ["AGENT_FLEET_ROLES"]).values()
writer = Agent(role="writer", goal="answer", backstory="you answer", llm=LLM(model=role["model"], provider="openai"))
task = Task(description="say hello", expected_output="a greeting", agent=writer)
print(Crew(agents=[writer], tasks=[task]).kickoff().raw)
