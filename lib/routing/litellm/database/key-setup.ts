/** Brings the keys and teams in the database of LiteLLM to what the plan says: a program of a Job, with the master key. */
import type { ClientKey } from '../client-keys/client-keys';
import { keyRow } from '../client-keys/key-table';
import { type BudgetSpec, DAYS } from './budget-props';

export const KEY_SETUP_FILE = 'key_setup.py';
export const TEAM_TABLE_FILE = 'teams.json';

/** What LiteLLM calls a bound on spend. */
const budgetOf = (budget: BudgetSpec | undefined) => ({
  maxBudget: budget?.usd,
  budgetDuration: budget === undefined ? undefined : `${DAYS[budget.per]}d`,
});

/** Clients with their keys, models, limits and budgets, as `KEY_SETUP` reads them. */
export function budgetedKeyTable(clients: readonly ClientKey[], modelsOf: (client: ClientKey) => readonly string[]): string {
  const rows = clients.map((one) => ({ ...keyRow(one, modelsOf(one)), team: one.spec.team, ...budgetOf(one.spec.budget) }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}

export const teamTable = (teams: Readonly<Record<string, { readonly budget?: BudgetSpec | undefined }>>): string =>
  `${JSON.stringify(
    Object.entries(teams).map(([name, { budget }]) => ({ name, ...budgetOf(budget) })),
    null,
    2,
  )}\n`;

export const KEY_SETUP = `"""Brings the keys and teams of a router to what stands beside it: what is missing is made, what differs is changed, keys that nobody has any more are deleted."""
import hashlib
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timezone

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROUTER = os.environ["ROUTER_URL"]
# Cluster, namespace and name: other routers may have keys and teams of the same names in the same database.
ROUTER_NAME = os.environ["ROUTER_NAME"]
OWNER = {"managed_by": "cdktf-agent-fleet", "router": ROUTER_NAME}
PAGE = 100
ROUTES = ["/models", "/v1/models"] + [
    prefix + route
    for prefix in ("", "/v1", "/v2")
    for route in ("/chat/completions", "/completions", "/embeddings", "/rerank", "/responses", "/messages")
]


def table(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return json.load(file)


def call(method, path, body=None):
    """The answer, or None where the router knows no such thing."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {os.environ['LITELLM_MASTER_KEY']}", "Content-Type": "application/json"}
    try:
        with urllib.request.urlopen(urllib.request.Request(ROUTER + path, data, headers, method=method), timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        text = error.read().decode(errors="replace")
        if method == "GET" and error.code in (400, 404):
            return None
        raise SystemExit(f"{method} {path}: {error.code} {text[:500]}") from error


def await_router():
    while True:
        try:
            with urllib.request.urlopen(ROUTER + "/health/readiness", timeout=10) as answer:
                if json.load(answer).get("db") == "connected":
                    return
        except (OSError, ValueError):
            pass
        time.sleep(2)


def budget(row):
    return {"max_budget": row.get("maxBudget"), "budget_duration": row.get("budgetDuration")}


def of_router(name):
    return f"{name}@{ROUTER_NAME}"


def set_team(row):
    team = of_router(row["name"])
    wanted = {"team_id": team, "team_alias": row["name"], "metadata": OWNER, **budget(row)}
    known = call("GET", f"/team/info?team_id={urllib.parse.quote(team, safe='')}")
    call("POST", "/team/new" if known is None else "/team/update", wanted)


def seconds_left(row):
    if row.get("expires") is None:
        return None
    return int((datetime.fromisoformat(row["expires"]) - datetime.now(timezone.utc)).total_seconds())


def set_key(row, index):
    key = os.environ[row["variables"][index]]
    token = hashlib.sha256(key.encode()).hexdigest()
    left = seconds_left(row)
    wanted = {
        # No two keys of a database have one alias.
        "key_alias": of_router(row["name"]) + ("" if index == 0 else f"#{token[:8]}"),
        "models": row["models"],
        "team_id": of_router(row["team"]) if row.get("team") else None,
        "rpm_limit": row.get("requestsPerMinute"),
        "tpm_limit": row.get("tokensPerMinute"),
        "max_parallel_requests": row.get("maxParallelRequests"),
        "allowed_routes": ROUTES,
        "metadata": {**OWNER, "client": row["name"]},
        "duration": None if left is None else f"{left}s",
        **budget(row),
    }
    known = call("GET", f"/key/info?key={token}")
    call("POST", "/key/generate" if known is None else "/key/update", {"key": key, **wanted})


def tokens(row):
    left = seconds_left(row)
    held = row["variables"] if left is None or left > 0 else []
    return [hashlib.sha256(os.environ[variable].encode()).hexdigest() for variable in held]


def listed():
    page, found = 1, []
    while True:
        answer = call("GET", f"/key/list?return_full_object=true&page={page}&size={PAGE}")
        found += answer["keys"]
        if page >= answer["total_pages"]:
            return found
        page += 1


def marked():
    """Token and router of each key that a program like this one made; the first releases named no router."""
    marks = [(key["token"], key.get("metadata") or {}) for key in listed()]
    return [(token, mark.get("router")) for token, mark in marks if mark.get("managed_by") == OWNER["managed_by"]]


def revoke(wanted):
    keys = marked()
    # Whose keys are that name no router is known while no other router has keys here.
    is_alone = all(router in (None, ROUTER_NAME) for _, router in keys)
    ours = [token for token, router in keys if router == ROUTER_NAME or (router is None and is_alone)]
    gone = [token for token in ours if token not in wanted]
    if gone:
        call("POST", "/key/delete", {"keys": gone})
    return len(gone)


def main():
    clients, teams = table("clients.json"), table("${TEAM_TABLE_FILE}")
    await_router()
    for row in teams:
        set_team(row)
    gone = revoke({token for row in clients for token in tokens(row)})
    held = [row for row in clients if tokens(row)]
    # The key of today comes last: it takes the name that one before it may still have.
    for row in held:
        for index in reversed(range(len(row["variables"]))):
            set_key(row, index)
    print(f"{len(teams)} teams, keys of {len(held)} clients, {gone} keys revoked", flush=True)


main()
`;
