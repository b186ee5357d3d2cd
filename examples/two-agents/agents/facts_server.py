"""An MCP server over streamable HTTP with one tool that the agents may use and one that they may not."""
import os

from mcp.server import MCPServer

server = MCPServer("facts")


@server.tool()
def find_fact(topic: str) -> str:
    """Finds a fact about a topic."""
    return f"{topic} has 42 parts"


@server.tool()
def delete_facts() -> str:
    """Deletes all facts."""
    return "deleted"


if __name__ == "__main__":
    server.run("streamable-http", host=os.environ.get("HOST", "0.0.0.0"), port=int(os.environ.get("PORT", "8000")))
