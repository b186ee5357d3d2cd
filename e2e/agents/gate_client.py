"""A real MCP client at the address that the agents are told: what it is offered, and what becomes of a call of each tool."""
import asyncio
import json
import os

from mcp import Client


async def call(server: Client, tool: str, arguments: dict) -> str:
    try:
        return "; ".join(part.text for part in (await server.call_tool(tool, arguments)).content)
    except Exception as refused:
        return f"refused: {refused}"


async def main() -> None:
    async with Client(os.environ["MCP_FACTS_URL"]) as server:
        offered = [tool.name for tool in (await server.list_tools()).tools]
        calls = [await call(server, tool, arguments) for tool, arguments in (
            ("find_fact", {"topic": "the engine"}), ("delete_facts", {}), ("find_fact", {"topic": "the door"}))]
    print(json.dumps({"offered": offered, "told": json.loads(os.environ["MCP_FACTS_TOOLS"]), "calls": calls}))


asyncio.run(main())
