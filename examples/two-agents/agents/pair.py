"""Two agents of one graph: a researcher that asks its tools, and a writer. Everything that they need is in the environment of the pod.

python pair.py setup: makes the tables of the checkpoints, once before the pods of a release start.
python pair.py <thread> <question>: a thread that was interrupted goes on after its last finished step."""
import asyncio
import json
import os
import sys
from typing import TypedDict

import redis
from langchain_openai import ChatOpenAI
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.graph import END, START, StateGraph
from mcp import Client

ROLES = json.loads(os.environ["AGENT_FLEET_ROLES"])
SERVERS = json.loads(os.environ["MCP_SERVERS"])
ALLOWED = os.environ.get("TOOLS", ",".join(json.loads(os.environ["MCP_FACTS_TOOLS"]))).split(",")
session = redis.Redis.from_url(os.environ["REDIS_URI"], decode_responses=True)


class State(TypedDict, total=False):
    thread: str
    question: str
    fact: str
    text: str


def model(role: str) -> ChatOpenAI:
    """The address of the router and the key are read from OPENAI_BASE_URL and OPENAI_API_KEY."""
    return ChatOpenAI(model=ROLES[role]["model"])


async def research(state: State) -> State:
    async with Client(SERVERS["facts"]) as server:
        tools = [
            {"type": "function", "function": {"name": tool.name, "description": tool.description, "parameters": tool.input_schema}}
            for tool in (await server.list_tools()).tools
            if tool.name in ALLOWED
        ]
        asked = await model("researcher").bind(tools=tools).ainvoke(state["question"])
        found = []
        for call in asked.tool_calls:
            result = await server.call_tool(call["name"], call["args"])
            found += [part.text for part in result.content]
    session.rpush(f"session:{state['thread']}", "researched")
    return {"fact": "; ".join(found)}


async def write(state: State) -> State:
    answer = await model("writer").ainvoke(f"Write one sentence about: {state['fact']}")
    session.rpush(f"session:{state['thread']}", "written")
    return {"text": answer.content}


def graph() -> StateGraph:
    agents = StateGraph(State)
    agents.add_node("researcher", research)
    agents.add_node("writer", write)
    agents.add_edge(START, "researcher")
    agents.add_edge("researcher", "writer")
    agents.add_edge("writer", END)
    return agents


async def setup() -> None:
    async with AsyncPostgresSaver.from_conn_string(os.environ["DATABASE_URL"]) as checkpoints:
        await checkpoints.setup()


async def main(thread: str, question: str) -> None:
    async with AsyncPostgresSaver.from_conn_string(os.environ["DATABASE_URL"]) as checkpoints:
        app = graph().compile(checkpointer=checkpoints)
        place = {"configurable": {"thread_id": thread}}
        begun = (await app.aget_state(place)).next
        # Without input a graph goes on from its last checkpoint.
        state = await app.ainvoke(None if begun else {"thread": thread, "question": question}, place, durability="sync")
        print(json.dumps({"resumed": list(begun), "fact": state["fact"], "text": state["text"]}))


if __name__ == "__main__":
    asyncio.run(setup() if sys.argv[1:] == ["setup"] else main(*sys.argv[1:3]))
