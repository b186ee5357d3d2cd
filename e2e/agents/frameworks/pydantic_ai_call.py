"""One call by Pydantic AI with nothing but the environment of the pod."""
import json
import os

from pydantic_ai import Agent

[role] = json.loads(os.environ["AGENT_FLEET_ROLES"]).values()
print(Agent(f"openai:{role['model']}").run_sync("say hello").output)
