/**
 * How LiteLLM checks keys without a database: a function of ours that it calls for each request (`general_settings.custom_auth`). Tried on LiteLLM 1.108.12
 * by `npm run e2e -- --only sessions`.
 */
export const KEY_CHECK_FILE = 'client_keys.py';
export const KEY_TABLE_FILE = 'clients.json';
/** As LiteLLM names a function in a file beside its configuration. */
export const KEY_CHECK_FUNCTION = 'client_keys.check';

export const KEY_CHECK = `"""Decides what a key may ask for: the master key everything, the key of a client its own models, and nothing else."""
import hmac
import json
import os
from datetime import datetime, timezone

from fastapi import HTTPException
from litellm.proxy._types import LitellmUserRoles, UserAPIKeyAuth
from litellm.proxy.common_utils.http_parsing_utils import _read_request_body

LISTS = ("/models", "/v1/models")
ASKS = {
    prefix + route
    for prefix in ("", "/v1", "/v2")
    for route in ("/chat/completions", "/completions", "/embeddings", "/rerank", "/responses", "/messages")
}
# With these a request would choose its own way past the models of its key.
CHOICES = {
    "api_base", "api_key", "base_url", "content_policy_fallbacks", "context_window_fallbacks", "fallbacks", "model_list",
    "router_settings_override", "user_config",
}

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "${KEY_TABLE_FILE}")
READ = {"stamp": None, "clients": []}


# Kubernetes changes the file under a running pod, as a whole: other limits and models hold without a restart.
def clients():
    stamp = os.stat(TABLE).st_mtime_ns
    if stamp != READ["stamp"]:
        with open(TABLE, encoding="utf-8") as table:
            READ.update(clients=json.load(table), stamp=stamp)
    return READ["clients"]


def holds(variable, key):
    expected = os.environ.get(variable, "")
    return expected != "" and hmac.compare_digest(key.encode(), expected.encode())


def client_of(key):
    for client in clients():
        if any(holds(variable, key) for variable in client["variables"]):
            return client
    raise HTTPException(401, "the router knows no such key")


def check_expiry(client):
    expires = client.get("expires")
    if expires is not None and datetime.now(timezone.utc) >= datetime.fromisoformat(expires):
        raise HTTPException(401, f"the key of {client['name']} has expired: {expires}")


async def check_request(client, request):
    name, path = client["name"], request.url.path
    if request.method == "GET" and path in LISTS:
        return
    if request.method != "POST" or path not in ASKS:
        raise HTTPException(403, f"the key of {name} is for models alone, and not for {request.method} {path}")
    body = await _read_request_body(request=request)
    chosen = sorted(CHOICES & set(body)) + (["model in the query"] if "model" in request.query_params else [])
    if chosen:
        raise HTTPException(403, f"the key of {name} may not set {', '.join(chosen)}")
    model = body.get("model")
    if not isinstance(model, str) or model not in client["models"]:
        raise HTTPException(403, f"the key of {name} is for {', '.join(client['models'])}, and not for {model!r}")


async def check(request, api_key):
    key = (api_key or "").removeprefix("Bearer ")
    if holds("LITELLM_MASTER_KEY", key):
        return UserAPIKeyAuth(api_key=key, key_alias="master", user_role=LitellmUserRoles.PROXY_ADMIN)
    client = client_of(key)
    check_expiry(client)
    await check_request(client, request)
    return UserAPIKeyAuth(
        api_key=key,
        key_alias=client["name"],
        user_role=LitellmUserRoles.INTERNAL_USER,
        models=client["models"],
        rpm_limit=client.get("requestsPerMinute"),
        tpm_limit=client.get("tokensPerMinute"),
        max_parallel_requests=client.get("maxParallelRequests"),
    )
`;
